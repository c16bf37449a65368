// What came of local time, in three forms.
#include <string.h>

#include "compiler/cli/moment.h"
#include "compiler/cli/print.h"
#include "compiler/cli/test_dst.h"
#include "compiler/cli/xml.h"

// All zones of one local thing together.
typedef struct Total {
    size_t times, wrong;
    const WDstResult *first_wrong;
} Total;

static Total total_of(const WDst *dst, size_t index) {
    Total total = {0, 0, NULL};
    for (size_t i = index; i < index + dst->zone_count; i++) {
        const WDstResult *result = &dst->results[i];
        total.times += result->times;
        total.wrong += result->wrong;
        if (result->wrong > 0 && !total.first_wrong) total.first_wrong = result;
    }
    return total;
}

static void put_name(FILE *to, const wend_local *local) {
    fprintf(to, "%s%s%s%s%s%s%s", local->journey, *local->stage ? "." : "", local->stage,
            *local->journey ? ": " : "", local->channel, *local->channel ? ": " : "", local->text);
}

// ---- for people

static void paint(const WTestReport *report, const char *color) {
    if (report->has_color) fputs(color, report->to);
}

static void print_zones(const WTestReport *report, const WDst *dst) {
    for (size_t i = 0; i < dst->zone_count; i++) {
        const WDstZone *zone = &dst->zones[i];
        fprintf(report->to, "    %-20s", zone->name);
        for (size_t n = 0; n < zone->night_count; n++) {
            char text[WEND_TIME_BYTES];
            fprintf(report->to, "  %.10s", wend_time_print(zone->nights_ms[n], text));
        }
        fputc('\n', report->to);
    }
}

static void print_local(const WTestReport *report, const WDst *dst, size_t index) {
    Total total = total_of(dst, index);
    const wend_local *local = dst->results[index].local;
    const char *color = total.wrong > 0 ? "\x1b[1;31m" : total.times > 0 ? "\x1b[32m" : "\x1b[33m";
    paint(report, color);
    fputs(total.wrong > 0 ? "  ✗ " : total.times > 0 ? "  ✓ " : "  – ", report->to);
    paint(report, "\x1b[0m");
    put_name(report->to, local);
    if (total.times == 0)
        fprintf(report->to, " (%s:%u): nobody came there; write a test that does",
                local->place.file, (unsigned)local->place.line);
    else if (total.wrong == 0)
        fprintf(report->to, ", right %zu times%s", total.times, dst->results[index].note);
    else
        fprintf(report->to, ", wrong %zu of %zu times", total.wrong, total.times);
    fputc('\n', report->to);
    if (total.first_wrong) fprintf(report->to, "\n%s\n", total.first_wrong->failure);
}

void w_dst_human(const WTestReport *report, const WDst *dst) {
    if (dst->count == 0) {
        fputs("\nlocal time: nothing goes by it\n", report->to);
        return;
    }
    fputs("\nlocal time, across the nights on which clocks change\n", report->to);
    print_zones(report, dst);
    for (size_t i = 0; i < dst->count; i += dst->zone_count)
        print_local(report, dst, i);
}

// ---- for machines

void w_dst_json(const WTestReport *report, const WDst *dst) {
    for (size_t i = 0; i < dst->count; i++) {
        const WDstResult *result = &dst->results[i];
        fputs("{\"what\":\"local\"", report->to);
        w_cli_json_text(report->to, "kind", result->local->kind);
        w_cli_json_text(report->to, "file", result->local->place.file);
        w_cli_json_number(report->to, "line", result->local->place.line);
        w_cli_json_text(report->to, "journey", result->local->journey);
        w_cli_json_text(report->to, "stage", result->local->stage);
        w_cli_json_text(report->to, "channel", result->local->channel);
        w_cli_json_text(report->to, "text", result->local->text);
        w_cli_json_text(report->to, "zone", dst->zones[result->zone].name);
        w_cli_json_number(report->to, "times", result->times);
        w_cli_json_number(report->to, "wrong", result->wrong);
        if (result->failure) w_cli_json_text(report->to, "failure", result->failure);
        fputs("}\n", report->to);
    }
}

size_t w_dst_cases(const WDst *dst, size_t *skipped) {
    *skipped = 0;
    for (size_t i = 0; i < dst->count; i++)
        *skipped += dst->results[i].times == 0;
    return dst->count;
}

void w_dst_junit(const WTestReport *report, const WDst *dst) {
    for (size_t i = 0; i < dst->count; i++) {
        const WDstResult *result = &dst->results[i];
        fputs("    <testcase classname=\"", report->to);
        w_xml_value(report->to, result->local->place.file);
        fputs("\" name=\"local time: ", report->to);
        w_xml_value(report->to, result->local->journey);
        w_xml_value(report->to, *result->local->stage ? "." : "");
        w_xml_value(report->to, result->local->stage);
        w_xml_value(report->to, result->local->channel);
        w_xml_value(report->to, ": ");
        w_xml_value(report->to, result->local->text);
        fprintf(report->to, ", %s\" line=\"%u\"", dst->zones[result->zone].name,
                (unsigned)result->local->place.line);
        if (result->failure) {
            fputs(">\n      <failure type=\"local time\" message=\"a local time is wrong\">",
                  report->to);
            w_xml_text(report->to, result->failure);
            fputs("</failure>\n    </testcase>\n", report->to);
        } else if (result->times == 0) {
            fputs(">\n      <skipped message=\"nobody came there\"/>\n    </testcase>\n",
                  report->to);
        } else {
            fputs("/>\n", report->to);
        }
    }
}
