// What is in a bundle, for people.
//
// Premise: a verified bundle.
// Promise: the same bundle prints the same on every machine.
#include <inttypes.h>

#include "runtime/bundle/print.h"
#include "runtime/value/time.h"
#include "runtime/value/week.h"

// The bundle and where it is printed to.
typedef struct Page {
    const WBundle *b;
    WBuffer *out;
} Page;

static void word(Page *p, const char *text) {
    w_buffer_str(p->out, w_str(text));
}

static void number(Page *p, const char *before, uint64_t value) {
    w_buffer_printf(p->out, "%s%" PRIu64, before, value);
}

static void text(Page *p, const char *before, uint32_t offset) {
    word(p, before);
    w_print_text(p->b, offset, p->out);
}

// Nothing at all for W_NONE.
static void quoted(Page *p, const char *before, uint32_t offset) {
    if (offset == W_NONE) return;
    word(p, before);
    w_print_quoted(p->b, offset, p->out);
}

static void type(Page *p, const char *before, WType of) {
    word(p, before);
    w_print_type(p->b, of, p->out);
}

static void length(Page *p, const char *before, int64_t length_ms) {
    word(p, before);
    w_print_duration(length_ms, p->out);
}

static void function(Page *p, const char *before, uint32_t row) {
    if (row != W_NONE) number(p, before, row);
}

static void line(Page *p) {
    w_buffer_char(p->out, '\n');
}

static void head(Page *p, const char *title, uint32_t count) {
    if (count > 0) w_buffer_printf(p->out, "\n%s\n", title);
}

// ---- data

static void project(Page *p) {
    const WProjectRow *row = p->b->project;
    text(p, "project ", row->name);
    quoted(p, " ", row->title);
    text(p, "\n  timezone ", row->timezone);
    if (row->locale != W_NONE) text(p, ", locale ", row->locale);
    length(p, ", ids of events known for ", row->dedupe_ms);
    number(p, "\n  language ", row->language);
    number(p, ", bundle version ", W_BUNDLE_VERSION);
    number(p, ", bytes ", p->b->size_bytes);
    word(p, "\n  digest ");
    for (size_t i = 0; i < sizeof p->b->digest; i++)
        w_buffer_printf(p->out, "%02x", p->b->digest[i]);
    line(p);
}

static void records(Page *p) {
    if (p->b->records_count == 0) return;
    head(p, "records", p->b->records_count);
    for (uint32_t i = 0; i < p->b->records_count; i++) {
        const WRecordRow *row = &p->b->records[i];
        text(p, "  ", row->name);
        line(p);
        for (uint32_t k = row->first_part; k < row->first_part + row->part_count; k++) {
            const WPartRow *part = &p->b->parts[k];
            text(p, "    ", part->name);
            type(p, ": ", part->type);
            if (part->flags & W_FIELD_PERSONAL) word(p, " personal");
            if (part->wire != part->name) quoted(p, " from ", part->wire);
            line(p);
        }
    }
}

static void profile(Page *p) {
    head(p, "profile", p->b->profile_count);
    for (uint32_t i = 0; i < p->b->profile_count; i++) {
        const WProfileRow *row = &p->b->profile[i];
        text(p, "  ", row->name);
        type(p, ": ", row->type);
        if (row->flags & W_FIELD_PERSONAL) word(p, " personal");
        if (row->constant != W_NONE) {
            word(p, " = ");
            w_print_constant(p->b, row->constant, p->out);
        }
        if (row->wire != row->name) quoted(p, " from ", row->wire);
        line(p);
    }
}

static void field(Page *p, const WFieldRow *row) {
    text(p, "    ", row->name);
    type(p, ": ", row->type);
    if (row->flags & W_FIELD_PERSONAL) word(p, " personal");
    if (row->wire != row->name) quoted(p, " from ", row->wire);
    if (row->slot == W_NONE) word(p, " (checked, not read)");
    if (row->history_slot != W_NONE) word(p, " (kept)");
    line(p);
}

// The history plan: what is kept of an event, how long, in how many bytes each time.
static void history(Page *p, const WEventRow *row) {
    if (row->keep_ms == W_KEEP_NOTHING) return;
    if (row->keep_ms == W_KEEP_FOREVER)
        word(p, "    history: for ever");
    else
        length(p, "    history: ", row->keep_ms);
    number(p, ", bytes each time: ", row->history_slots > 0 ? 16 + 8 * row->history_slots : 8);
    line(p);
}

static void events(Page *p) {
    static const char *const kinds[] = {"", "page ", "screen ", "group "};
    head(p, "events", p->b->events_count);
    for (uint32_t i = 0; i < p->b->events_count; i++) {
        const WEventRow *row = &p->b->events[i];
        text(p, "  ", row->name);
        word(p, " as ");
        quoted(p, kinds[row->kind], row->wire);
        function(p, ", set by function ", row->setter_function);
        line(p);
        for (uint32_t k = 0; k < row->field_count; k++)
            field(p, &p->b->fields[row->first_field + k]);
        history(p, row);
    }
}

static void questions(Page *p) {
    head(p, "history of what was sent", p->b->sents_count);
    for (uint32_t i = 0; i < p->b->sents_count; i++) {
        text(p, "  ", p->b->sents[i].label);
        if (p->b->sents[i].keep_ms == W_KEEP_FOREVER)
            word(p, ": for ever");
        else
            length(p, ": ", p->b->sents[i].keep_ms);
        word(p, ", bytes each time: 8\n");
    }
    head(p, "history is asked", p->b->uses_count);
    for (uint32_t i = 0; i < p->b->uses_count; i++) {
        word(p, "  ");
        w_print_use(p->b, i, p->out);
        line(p);
    }
}

static void segments(Page *p) {
    head(p, "segments", p->b->segments_count);
    for (uint32_t i = 0; i < p->b->segments_count; i++) {
        text(p, "  ", p->b->segments[i].name);
        function(p, ": function ", p->b->segments[i].function);
        line(p);
    }
}

// ---- policy

// The hours of the week in which a channel never is quiet; dates are not of a week.
static void open_hours(Page *p, const WChannelRow *row, const char *what, bool for_all) {
    WWeek week = {{0}};
    bool some = false;
    for (uint32_t i = row->first_quiet; i < row->first_quiet + row->quiet_count; i++) {
        const WQuietRow *quiet = &p->b->quiets[i];
        if (for_all && !(quiet->flags & W_QUIET_FOR_ALL)) continue;
        w_week_add(&week, quiet->weekdays, quiet->from_ms, quiet->to_ms);
        some = true;
    }
    if (!some) return;
    word(p, what);
    w_week_print_rest(&week, p->out);
    line(p);
}

// A line of several days is several rows of one label.
static void quiets(Page *p, const WChannelRow *row) {
    uint32_t last = W_NONE;
    for (uint32_t i = row->first_quiet; i < row->first_quiet + row->quiet_count; i++) {
        if (p->b->quiets[i].label == last) continue;
        last = p->b->quiets[i].label;
        text(p, "    quiet ", last);
        line(p);
    }
    open_hours(p, row, "    promotional messages are sent ", false);
    open_hours(p, row, "    all messages are sent ", true);
}

static void channels(Page *p) {
    head(p, "channels", p->b->channels_count);
    for (uint32_t i = 0; i < p->b->channels_count; i++) {
        const WChannelRow *row = &p->b->channels[i];
        text(p, "  ", row->name);
        function(p, ": to function ", row->to_function);
        function(p, ", consent function ", row->consent_function);
        if (row->flags & W_CHANNEL_INTERNAL) word(p, ", internal");
        if (row->flags & W_CHANNEL_ACCEPTS_PERSONAL) word(p, ", accepts personal");
        if (row->rate_count > 0) {
            number(p, ", rate ", row->rate_count);
            length(p, " per ", row->rate_ms);
        }
        line(p);
        quiets(p, row);
    }
}

static void content(Page *p, const WContentRow *row) {
    text(p, "    on ", p->b->channels[row->channel].name);
    quoted(p, " ", row->locale);
    for (uint32_t i = row->first_part; i < row->first_part + row->part_count; i++) {
        text(p, i > row->first_part ? ", " : ": ", p->b->content_parts[i].name);
        function(p, " function ", p->b->content_parts[i].function);
    }
    line(p);
}

static void message(Page *p, const WMessageRow *row) {
    text(p, "  ", row->name);
    quoted(p, " ", row->title);
    word(p, row->class == W_CLASS_PROMOTIONAL ? ": promotional" : ": transactional");
    for (uint32_t i = 0; i < row->tag_count; i++)
        text(p, i > 0 ? ", " : ", tags ", p->b->tags[row->first_tag + i].name);
    if (row->content_count > 0)
        w_buffer_printf(p->out, ", contents %016" PRIx64, row->content_hash);
    line(p);
    for (uint32_t i = 0; i < row->param_count; i++) {
        const WParamRow *param = &p->b->params[row->first_param + i];
        text(p, "    ", param->name);
        type(p, ": ", param->type);
        if (param->constant != W_NONE) {
            word(p, " = ");
            w_print_constant(p->b, param->constant, p->out);
        }
        line(p);
    }
    for (uint32_t i = 0; i < row->content_count; i++)
        content(p, &p->b->contents[row->first_content + i]);
}

static void messages(Page *p) {
    head(p, "messages", p->b->messages_count);
    for (uint32_t i = 0; i < p->b->messages_count; i++)
        message(p, &p->b->messages[i]);
}

static void policies(Page *p) {
    head(p, "limits", p->b->limits_count);
    for (uint32_t i = 0; i < p->b->limits_count; i++) {
        text(p, "  ", p->b->limits[i].label);
        line(p);
    }
    head(p, "suppressions", p->b->suppressions_count);
    for (uint32_t i = 0; i < p->b->suppressions_count; i++) {
        const WSuppressionRow *row = &p->b->suppressions[i];
        text(p, "  ", row->label);
        function(p, " when function ", row->function);
        quoted(p, " because ", row->because);
        line(p);
    }
}

// ---- journeys

static void on(Page *p, const char *before, uint32_t event, uint32_t where) {
    word(p, before);
    if (event == W_NONE) {
        function(p, "when function ", where);
        return;
    }
    text(p, "on ", p->b->events[event].name);
    function(p, " where function ", where);
}

// Whom an event reaches where there is an instance for each value of a key.
static void key(Page *p, const WJourneyRow *j) {
    if (j->key_type == 0) return;
    text(p, "    one per ", j->key_name);
    type(p, ": ", j->key_type);
    for (uint32_t i = 0; i < j->instance_key_count; i++) {
        const WInstanceKeyRow *row = &p->b->instance_keys[j->first_instance_key + i];
        text(p, i > 0 ? ", " : ", carried by ", p->b->events[row->event].name);
    }
    line(p);
}

static void groups(Page *p, const WJourneyRow *j) {
    for (uint32_t i = 0; i < j->membership_count; i++) {
        const WMembershipRow *row = &p->b->memberships[j->first_membership + i];
        text(p, "    exclusive in ", p->b->groups[row->group].name);
        line(p);
    }
}

static void ramp(Page *p, const WJourneyRow *j) {
    static const char *const units[] = {"", "calendar day", "calendar week", "calendar month"};
    if (j->admit_max == 0) return;
    number(p, "    admit at most ", j->admit_max);
    word(p, " per ");
    word(p, units[j->admit_unit]);
    if (j->admit_unit == W_CALENDAR_NONE) length(p, "", j->admit_ms);
    line(p);
}

static void days(Page *p, const WTimetableRow *row) {
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    const char *between = " ";
    for (uint32_t i = 0; i < 7; i++) {
        if (!(row->weekdays >> i & 1)) continue;
        word(p, between);
        word(p, names[i]);
        between = ", ";
    }
    if (row->month_days != 0) word(p, " month on");
    for (uint32_t i = 0; i < 31; i++) {
        if (!(row->month_days >> i & 1)) continue;
        number(p, between, i + 1);
        between = ", ";
    }
    char chars[W_TIME_CHARS];
    word(p, " at ");
    w_buffer_append(p->out, chars, w_time_print(row->clock_ms, chars));
}

static void enter(Page *p, const WEntryRow *entry) {
    if (entry->kind == W_ENTRY_ON || entry->kind == W_ENTRY_WHEN) {
        on(p, "    enter ", entry->event, entry->where_function);
        return;
    }
    if (entry->kind == W_ENTRY_CHANGE) {
        text(p, "    enter on change of ", p->b->profile[entry->source].name);
    } else {
        word(p, "    enter every");
        days(p, &p->b->timetables[entry->source]);
    }
    function(p, " where function ", entry->where_function);
}

static void ways_in(Page *p, const WJourneyRow *j) {
    for (uint32_t i = j->first_entry; i < j->first_entry + j->entry_count; i++) {
        const WEntryRow *entry = &p->b->entries[i];
        enter(p, entry);
        if (entry->flags & W_ENTRY_INCLUDING_CURRENT) word(p, ", including current");
        if (entry->older_ms > 0) length(p, " unless older than ", entry->older_ms);
        for (uint32_t k = 0; k < entry->key_count; k++) {
            const WKeyRow *key = &p->b->keys[entry->first_key + k];
            bool of_event = key->source == W_KEY_EVENT;
            text(p, k > 0 ? ", " : ", found by ",
                 of_event ? w_slot_name(p->b, entry->event, key->slot, false)
                          : p->b->profile[key->slot].name);
            word(p, " = ");
            w_print_constant(p->b, key->constant, p->out);
        }
        line(p);
    }
    for (uint32_t i = j->first_only_if; i < j->first_only_if + j->only_if_count; i++) {
        function(p, "    only if function ", p->b->only_ifs[i].function);
        quoted(p, " because ", p->b->only_ifs[i].because);
        line(p);
    }
    ramp(p, j);
    if (j->reenter == W_REENTER_NEVER) word(p, "    reenter never\n");
    if (j->reenter == W_REENTER_ALWAYS) word(p, "    reenter always\n");
    if (j->reenter < W_REENTER_FROM_EXIT) return;
    length(p, "    reenter after ", j->reenter_ms);
    word(p, j->reenter == W_REENTER_FROM_EXIT ? " from exit\n" : " from entry\n");
}

static void ways_out(Page *p, const WJourneyRow *j) {
    if (j->goal != W_NONE) {
        const WGoalRow *goal = &p->b->goals[j->goal];
        text(p, "    goal ", p->b->events[goal->event].name);
        function(p, " where function ", goal->where_function);
        if (goal->within_ms > 0) {
            length(p, " within ", goal->within_ms);
            word(p, goal->from == W_GOAL_FROM_ENTRY ? " from entry" : " from send");
        }
        line(p);
    }
    for (uint32_t i = j->first_exit; i < j->first_exit + j->exit_count; i++) {
        on(p, "    exit ", p->b->exits[i].event, p->b->exits[i].where_function);
        quoted(p, ": ", p->b->exits[i].label);
        line(p);
    }
    if (j->flags & W_JOURNEY_EXIT_ON_GOAL) word(p, "    exit on goal\n");
}

static void arms(Page *p, const char *before, uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count; i++) {
        on(p, before, p->b->arms[i].event, p->b->arms[i].where_function);
        if (p->b->arms[i].flags & W_ARM_SINCE_ENTRY) word(p, " since entry");
        number(p, " -> ", p->b->arms[i].start);
        line(p);
    }
}

static void point(Page *p, const WPointRow *row) {
    static const char *const kinds[] = {": for a length", ": until an instant", ": without end"};
    if (row->kind == W_POINT_SEND) return; // stands with its send
    number(p, "      wait ", row->ordinal);
    quoted(p, " ", row->name);
    word(p, kinds[row->kind]);
    if (row->kind != W_POINT_EVER) number(p, ", then -> ", row->after);
    line(p);
    arms(p, "        ", row->first_arm, row->arm_count);
}

static void site(Page *p, const WSiteRow *row) {
    number(p, "      send ", row->ordinal);
    quoted(p, " ", row->name);
    text(p, ": ", p->b->channels[row->channel].name);
    text(p, " ", p->b->messages[row->message].name);
    if (row->flags & W_SITE_HAS_TO) word(p, ", to an address of its own");
    if (row->point != W_NONE) {
        number(p, ", may be deferred, then -> ", p->b->points[row->point].after);
        number(p, " or ", p->b->points[row->point].otherwise);
    }
    line(p);
}

static void draw(Page *p, const WDrawRow *row) {
    text(p, row->kind == W_DRAW_SPLIT ? "    split " : "    choose ", row->name);
    for (uint32_t i = row->first_way; i < row->first_way + row->way_count; i++) {
        const WWayRow *way = &p->b->ways[i];
        text(p, i > row->first_way ? ", " : ": ", way->name);
        if (row->kind == W_DRAW_SPLIT) w_buffer_printf(p->out, " %g%%", way->micros / 1e4);
        function(p, " where function ", way->where_function);
    }
    line(p);
}

static void stage(Page *p, const WJourneyRow *j, uint32_t index) {
    const WStageRow *row = &p->b->stages[index];
    text(p, "    stage ", row->name);
    quoted(p, " ", row->title);
    number(p, " -> ", row->start);
    line(p);
    arms(p, "      ", row->first_arm, row->arm_count);
    for (uint32_t i = j->first_point; i < j->first_point + j->point_count; i++) {
        if (p->b->points[i].stage == index) point(p, &p->b->points[i]);
    }
    for (uint32_t i = j->first_site; i < j->first_site + j->site_count; i++) {
        if (p->b->sites[i].stage == index) site(p, &p->b->sites[i]);
    }
}

static void expiry(Page *p, const WJourneyRow *j) {
    if (j->expires_day == INT64_MAX) return;
    char chars[W_TIME_CHARS];
    word(p, "    expires ");
    w_buffer_append(p->out, chars, w_date_print(j->expires_day, chars));
    word(p, j->flags & W_JOURNEY_EXPIRY_EXITS ? ", then exit\n" : "\n");
}

static void variables(Page *p, const WJourneyRow *j) {
    for (uint32_t i = j->first_variable; i < j->first_variable + j->variable_count; i++) {
        text(p, "    keeps ", p->b->variables[i].name);
        type(p, ": ", p->b->variables[i].type);
        line(p);
    }
}

static void journeys(Page *p) {
    head(p, "journeys", p->b->journeys_count);
    for (uint32_t i = 0; i < p->b->journeys_count; i++) {
        const WJourneyRow *j = &p->b->journeys[i];
        text(p, "  ", j->name);
        quoted(p, " ", j->title);
        w_buffer_printf(p->out, "\n    hash %016" PRIx64 ", priority %" PRId32, j->hash,
                        j->priority);
        if (j->part_of != W_NONE) text(p, ", part of ", j->part_of);
        quoted(p, ", owner ", j->owner);
        function(p, ", flow function ", j->flow_function);
        line(p);
        expiry(p, j);
        key(p, j);
        groups(p, j);
        ways_in(p, j);
        ways_out(p, j);
        variables(p, j);
        for (uint32_t k = j->first_draw; k < j->first_draw + j->draw_count; k++)
            draw(p, &p->b->draws[k]);
        for (uint32_t k = j->first_stage; k < j->first_stage + j->stage_count; k++)
            stage(p, j, k);
    }
}

// Whose name has changed, or where customers go who are inside.
static void changed(Page *p, const WChangeRow *row) {
    const WBundle *b = p->b;
    switch ((WChangeKind)row->kind) {
    case W_CHANGE_STAGE_RENAMED:
        text(p, "journey ", b->journeys[b->stages[row->row].journey].name);
        text(p, ", stage ", b->stages[row->row].name);
        break;
    case W_CHANGE_PROFILE_RENAMED: text(p, "profile.", b->profile[row->row].name); break;
    case W_CHANGE_FIELD_RENAMED: text(p, "event field ", b->fields[row->row].name); break;
    case W_CHANGE_PART_RENAMED: text(p, "record field ", b->parts[row->row].name); break;
    case W_CHANGE_RETIRE_EXIT:
    case W_CHANGE_RETIRE_PIN: text(p, "retired ", row->old); break;
    default: text(p, "journey ", b->journeys[row->row].name); break;
    }
}

static void changes(Page *p) {
    if (p->b->changes_count == 0) return;
    head(p, "changes", p->b->changes_count);
    for (uint32_t i = 0; i < p->b->changes_count; i++) {
        const WChangeRow *row = &p->b->changes[i];
        word(p, "  ");
        changed(p, row);
        if (row->kind <= W_CHANGE_PART_RENAMED) text(p, ", before ", row->old);
        if (row->kind == W_CHANGE_MIGRATE) text(p, ", from ", row->old);
        if (row->kind == W_CHANGE_MIGRATE && row->to != W_NONE)
            text(p, " to ", p->b->stages[row->to].name);
        bool exits = row->kind == W_CHANGE_RETIRE_EXIT ||
                     (row->kind == W_CHANGE_MIGRATE && row->to == W_NONE);
        if (exits) word(p, ": exit");
        if (row->kind == W_CHANGE_PIN || row->kind == W_CHANGE_RETIRE_PIN) word(p, ": pinned");
        if (row->kind == W_CHANGE_KEEP_DEADLINES) word(p, ": deadlines stay");
        line(p);
    }
}

void w_bundle_describe(const WBundle *bundle, bool with_code, WBuffer *out) {
    Page page = {bundle, out};
    project(&page);
    records(&page);
    profile(&page);
    events(&page);
    questions(&page);
    segments(&page);
    channels(&page);
    messages(&page);
    policies(&page);
    journeys(&page);
    changes(&page);
    if (with_code) w_disassemble(bundle, out);
}
