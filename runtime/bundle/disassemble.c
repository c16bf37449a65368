// The disassembler: one line an instruction, operands by the letters of their opcode's row, with
// names and values in place of numbers.
//
// Premise: a verified bundle.
#include <inttypes.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/opcode.h"
#include "runtime/bundle/print.h"
#include "stdlib/native.h"

#define NATIVE(code, name, text, result, arguments, traits, function, summary, example) \
    [code] = #name,
static const char *const native_names[] = {
#include "stdlib/natives.def"
};
#undef NATIVE

// One function being printed.
typedef struct Listing {
    const WBundle *b;
    WBuffer *out;
    const WFunctionRow *row;
    const WInstruction *code;
    uint32_t *events; // by instruction: the event it may read, W_NONE if none or not one
    uint8_t *reached; // by instruction: is `events` set
} Listing;

// ---- which event

static void arrive(Listing *l, uint32_t at, uint32_t event) {
    if (at >= l->row->instruction_count) return;
    l->events[at] = l->reached[at] && l->events[at] != event ? W_NONE : event;
    l->reached[at] = 1;
}

static void enter_arms(Listing *l, uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count; i++)
        arrive(l, l->b->arms[i].start, l->b->arms[i].event);
}

static void enter_flow(Listing *l) {
    const WJourneyRow *j = &l->b->journeys[l->row->journey];
    for (uint32_t i = j->first_stage; i < j->first_stage + j->stage_count; i++) {
        const WStageRow *stage = &l->b->stages[i];
        arrive(l, stage->start, stage->event);
        enter_arms(l, stage->first_arm, stage->arm_count);
    }
    for (uint32_t i = j->first_point; i < j->first_point + j->point_count; i++) {
        enter_arms(l, l->b->points[i].first_arm, l->b->points[i].arm_count);
        arrive(l, l->b->points[i].after, W_NONE);
    }
}

static void follow_events(Listing *l) {
    if (l->row->kind == W_FUNCTION_FLOW)
        enter_flow(l);
    else
        arrive(l, 0, l->row->event);
    for (uint32_t i = 0; i < l->row->instruction_count; i++) {
        WInstruction at = l->code[i];
        if (w_instruction_jumps(at)) arrive(l, at.d, l->events[i]);
        bool ends = (w_opcodes[at.op].traits & W_OP_IS_ENDS) || at.op == W_OP_JUMP;
        if (!ends) arrive(l, i + 1, l->events[i]);
    }
}

// ---- operands

static void name(Listing *l, const char *before, uint32_t text) {
    w_buffer_str(l->out, w_str(before));
    w_print_text(l->b, text, l->out);
}

static void event_slot(Listing *l, uint32_t event, uint32_t slot) {
    bool over = l->row->flags & W_FUNCTION_OVER_HISTORY;
    name(l, "event.", w_slot_name(l->b, event, slot, over));
}

static void place(Listing *l, const char *what, uint32_t stage, uint32_t own_name,
                  uint32_t ordinal) {
    w_buffer_printf(l->out, "%s %" PRIu32 " of ", what, ordinal);
    w_print_text(l->b, l->b->stages[stage].name, l->out);
    if (own_name == W_NONE) return;
    w_buffer_char(l->out, ' ');
    w_print_quoted(l->b, own_name, l->out);
}

static void site(Listing *l, uint32_t index) {
    const WSiteRow *s = &l->b->sites[index];
    place(l, "send", s->stage, s->name, s->ordinal);
    name(l, ": ", l->b->channels[s->channel].name);
    name(l, " ", l->b->messages[s->message].name);
}

// Operands that are names or values; false for the rest.
static bool named_operand(Listing *l, WInstruction at, uint32_t i, char letter) {
    const WBundle *b = l->b;
    uint32_t index = w_instruction_index(at);
    switch (letter) {
    case 'k': w_print_constant(b, index, l->out); return true;
    case 'u': w_print_use(b, index, l->out); return true;
    case 's': site(l, index); return true;
    case 't': name(l, "draw ", b->draws[index].name); return true;
    case 'g': name(l, "stage ", b->stages[index].name); return true;
    case 'p':
        place(l, "wait", b->points[index].stage, b->points[index].name, b->points[index].ordinal);
        return true;
    case 'i': name(l, "event ", b->events[b->emissions[index].event].name); return true;
    case 'J': name(l, "journey ", b->journeys[index].name); return true;
    case 'm':
        w_buffer_printf(l->out, "%" PRIu32 " in ", index);
        name(l, "", b->stages[b->marks[index].stage].name);
        return true;
    case 'P': name(l, "profile.", b->profile[at.b].name); return true;
    case 'V':
        name(l, "", b->variables[b->journeys[l->row->journey].first_variable + at.b].name);
        return true;
    case 'Q':
        name(l, "", b->params[b->messages[l->row->message].first_param + at.b].name);
        return true;
    case 'E': event_slot(l, l->events[i], at.b); return true;
    case 'N': w_buffer_str(l->out, w_str(native_names[at.b])); return true;
    case 'M': w_print_quoted(b, b->patterns[at.c].text, l->out); return true;
    case 'n': w_print_type(b, w_type_of_enum(at.c), l->out); return true;
    case 'R': w_print_type(b, w_type_of_record(at.c), l->out); return true;
    default: return false;
    }
}

static void operand(Listing *l, WInstruction at, uint32_t i, char letter) {
    if (named_operand(l, at, i, letter)) return;
    switch (letter) {
    case 'w':
    case 'r': w_buffer_printf(l->out, "r%u", at.a); break;
    case 'x': w_buffer_printf(l->out, "r%u", at.b); break;
    case 'y': w_buffer_printf(l->out, "r%u", at.c); break;
    case 'C': w_buffer_printf(l->out, "%u", at.c); break;
    case 'f': w_buffer_printf(l->out, "function %" PRIu32, w_instruction_index(at)); break;
    case 'e':
        w_buffer_printf(l->out, "function %" PRIu32, w_instruction_element_function(at));
        break;
    case 'j':
        if (w_instruction_jumps(at)) w_buffer_printf(l->out, "-> %u", at.d);
        break;
    default: break;
    }
}

static void instruction(Listing *l, uint32_t i) {
    WInstruction at = l->code[i];
    const WOpcodeRow *row = &w_opcodes[at.op];
    w_buffer_printf(l->out, "  %5" PRIu32 "  %-17s", i, row->name);
    for (const char *letter = row->operands; *letter; letter++) {
        if (*letter == ' ')
            w_buffer_str(l->out, W_STR("  "));
        else
            operand(l, at, i, *letter);
    }
    while (l->out->bytes[l->out->size - 1] == ' ')
        l->out->size--;
    w_buffer_char(l->out, '\n');
}

// ---- functions

static void title(Listing *l, uint32_t function) {
    static const char *const kinds[] = {"", "condition", "value", "flow", "setter"};
    const WFunctionRow *f = l->row;
    w_buffer_printf(l->out, "\nfunction %" PRIu32 ": %s", function, kinds[f->kind]);
    if (f->result_type) {
        w_buffer_char(l->out, ' ');
        w_print_type(l->b, f->result_type, l->out);
    }
    if (f->element_type) {
        w_buffer_str(l->out, W_STR(" for each "));
        w_print_type(l->b, f->element_type, l->out);
    }
    if (f->event != W_NONE)
        name(l, f->flags & W_FUNCTION_OVER_HISTORY ? " on past " : " on ",
             l->b->events[f->event].name);
    if (f->journey != W_NONE) name(l, " of journey ", l->b->journeys[f->journey].name);
    if (f->message != W_NONE) name(l, " of message ", l->b->messages[f->message].name);
    w_buffer_printf(l->out, ", cost %" PRIu32 "\n", f->cost);
}

static void list(const WBundle *bundle, uint32_t function, WBuffer *out) {
    Listing l = {.b = bundle, .out = out, .row = &bundle->functions[function]};
    l.code = bundle->code + l.row->first_instruction;
    l.events = w_alloc(l.row->instruction_count * sizeof *l.events);
    l.reached = w_alloc(l.row->instruction_count);
    follow_events(&l);
    title(&l, function);
    for (uint32_t i = 0; i < l.row->instruction_count; i++)
        instruction(&l, i);
    w_free(l.events);
    w_free(l.reached);
}

void w_disassemble(const WBundle *bundle, WBuffer *out) {
    for (uint32_t i = 0; i < bundle->functions_count; i++)
        list(bundle, i, out);
}
