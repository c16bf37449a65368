// Event lines: the parts every event has, and what they mean together.
//
// Premise: lines may hold anything.
// Promise: an input keeps the contracts of the bundle; a refusal changes nothing.
//
// The parts of a line come in any order. Where type and name are known before the properties,
// these are read in place; else they are stepped over, and read when the end of the line is known.
#include "runtime/host/event_reader.h"

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/base/limits.h"
#include "runtime/host/event_contract.h"

#define FUTURE_MS W_HOUR_MS

// A bit of each part.
typedef uint32_t PartSet;
#define BIT(part) (1u << (part))

// The types of events, by name.
typedef struct Type {
    WStr name;
    WInputKind kind;
    WEventKind event_kind; // of W_INPUT_EVENT
    WPart named_by;        // the part that says which event it is; W_PART_COUNT: none
    WPart body;            // the part its fields stand in; W_PART_COUNT: none
} Type;

static const Type types[] = {
    {{"track", 5}, W_INPUT_EVENT, W_EVENT_TRACK, W_PART_EVENT, W_PART_PROPERTIES},
    {{"identify", 8}, W_INPUT_IDENTIFY, W_EVENT_TRACK, W_PART_COUNT, W_PART_TRAITS},
    {{"page", 4}, W_INPUT_EVENT, W_EVENT_PAGE, W_PART_NAME, W_PART_PROPERTIES},
    {{"screen", 6}, W_INPUT_EVENT, W_EVENT_SCREEN, W_PART_NAME, W_PART_PROPERTIES},
    {{"group", 5}, W_INPUT_EVENT, W_EVENT_GROUP, W_PART_COUNT, W_PART_TRAITS},
    {{"alias", 5}, W_INPUT_ALIAS, W_EVENT_TRACK, W_PART_COUNT, W_PART_COUNT},
    {{"tick", 4}, W_INPUT_TICK, W_EVENT_TRACK, W_PART_COUNT, W_PART_COUNT},
};

#define EVENT_KINDS (W_EVENT_GROUP + 1)

struct WEventReader {
    const WBundle *bundle;
    WForms forms;
    WContract *contracts; // by event row
    WContract profile;
    WNames events[EVENT_KINDS]; // names on the wire to event rows
    WKeys parts;
    WEventCounts counts;
    int64_t clock_ms;

    // Of the line at hand.
    WLine line;
    WInput *input;
    PartSet seen;                   // parts that are there
    PartSet strings;                // of them those that are strings
    PartSet others;                 // of them those that are neither strings nor null
    WJsonString part[W_PART_COUNT]; // the strings; of others all their bytes
    const Type *type;               // NULL: not known yet
    WContract *contract; // of the line, once the type is known; NULL: nothing is declared
    WContractSlots slots;
    PartSet read; // of the parts that the contract reads, or whose bytes are wanted
    WStr body;    // its bytes, once read
    WStr name;    // of the event; empty if it has none
    WStr field;   // the part that a refusal is about, if it is about one
};

// Making a reader.

static void add_options(WEventReader *r) {
    const WBundle *b = r->bundle;
    r->forms.options = w_alloc((b->enums_count + 1) * sizeof *r->forms.options);
    for (uint32_t i = 0; i < b->enums_count; i++) {
        const WEnumRow *row = &b->enums[i];
        WOptions *options = &r->forms.options[i];
        options->other = row->flags & W_ENUM_OTHER ? row->option_count - 1 : W_NONE;
        for (uint32_t k = 0; k < row->option_count; k++) {
            WStr name = w_bundle_str(b, b->options[row->first_option + k].text);
            w_event_names_put(&options->names, name, k);
        }
    }
}

static void add_records(WEventReader *r) {
    const WBundle *b = r->bundle;
    r->forms.records = w_alloc((b->records_count + 1) * sizeof *r->forms.records);
    for (uint32_t i = 0; i < b->records_count; i++) {
        const WRecordRow *row = &b->records[i];
        WForm *form = &r->forms.records[i];
        w_form_init(form, row->part_count);
        for (uint32_t k = 0; k < row->part_count; k++) {
            const WPartRow *part = &b->parts[row->first_part + k];
            WStr path = w_bundle_str(b, part->wire);
            w_form_put(form, k, (WFormField){path, part->type, k});
            w_form_lead(form, k, 0, path);
        }
    }
}

static void add_events(WEventReader *r) {
    const WBundle *b = r->bundle;
    r->contracts = w_alloc((b->events_count + 1) * sizeof *r->contracts);
    for (uint32_t i = 0; i < b->events_count; i++) {
        const WEventRow *row = &b->events[i];
        // A group has no name: the one event declared `as group` takes them all.
        WStr name = row->kind == W_EVENT_GROUP ? W_STR("") : w_bundle_str(b, row->wire);
        w_event_names_put(&r->events[row->kind], name, i);
        w_contract_of_event(&r->contracts[i], b, i);
    }
}

WEventReader *w_event_reader_new(const WBundle *bundle) {
    WEventReader *r = w_alloc(sizeof *r);
    r->bundle = bundle;
    r->clock_ms = INT64_MAX;
    add_options(r);
    add_records(r);
    add_events(r);
    r->line.forms = &r->forms;
    w_contract_of_profile(&r->profile, bundle);
    w_keys_init(&r->parts);
    for (uint32_t i = 0; i < W_PART_COUNT; i++)
        w_keys_put(&r->parts, w_part_name((WPart)i), i);
    return r;
}

void w_event_reader_free(WEventReader *r) {
    if (!r) return;
    for (uint32_t i = 0; i < r->bundle->enums_count; i++)
        w_event_names_free(&r->forms.options[i].names);
    for (uint32_t i = 0; i < r->bundle->records_count; i++)
        w_form_free(&r->forms.records[i]);
    for (uint32_t i = 0; i < r->bundle->events_count; i++)
        w_contract_free(&r->contracts[i]);
    for (uint32_t i = 0; i < EVENT_KINDS; i++)
        w_event_names_free(&r->events[i]);
    w_contract_free(&r->profile);
    w_keys_free(&r->parts);
    w_free(r->forms.options);
    w_free(r->forms.records);
    w_free(r->contracts);
    w_free(r);
}

void w_event_reader_set_clock(WEventReader *r, int64_t clock_ms) {
    r->clock_ms = clock_ms;
}

WEventCounts w_event_reader_counts(const WEventReader *r) {
    return r->counts;
}

// Refusing. A reason about a part names the part.

static bool refuse_part(WEventReader *r, WPart id, WRefused why, WType wanted) {
    r->field = w_part_name(id);
    return w_line_refuse(&r->line, why, wanted);
}

static bool refuse_line(WEventReader *r, WRefused why) {
    return w_line_refuse(&r->line, why, W_TYPE_NONE);
}

// Parts of a line.

// The text of a part, which must be one if it is there; `*text` is empty, without bytes, if it is
// not.
static bool part_text(WEventReader *r, WPart id, size_t max_bytes, WStr *text) {
    *text = (WStr){NULL, 0};
    if (r->others & BIT(id)) return refuse_part(r, id, W_REFUSED_WRONG_TYPE, W_TYPE_TEXT);
    if (!(r->strings & BIT(id))) return true;
    if (w_line_text(&r->line, &r->part[id], max_bytes, text)) return true;
    r->field = w_part_name(id);
    return false;
}

static bool part_id(WEventReader *r, WPart id, WStr *text) {
    if (!part_text(r, id, W_LIMIT_ID_BYTES, text)) return false;
    return !text->bytes || text->size > 0 || refuse_part(r, id, W_REFUSED_EMPTY, W_TYPE_TEXT);
}

static const Type *find_type(WStr name) {
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (w_str_equal(types[i].name, name)) return &types[i];
    return NULL;
}

// Slots of a contract in the arena, none of them given.
static void begin_contract(WEventReader *r, WContract *contract) {
    uint32_t count = contract->slot_count;
    WValue *slots =
        w_arena_take_zeroed(r->line.arena, (count + w_bit_words(count)) * sizeof *slots);
    bool is_profile = contract == &r->profile;
    r->input->slots = slots;
    r->input->present = slots + count;
    r->input->slot_count = count;
    r->slots = (WContractSlots){slots, slots + count,
                                is_profile ? &r->counts.undeclared_traits
                                           : &r->counts.undeclared_properties};
    r->contract = contract;
    w_contract_begin(contract);
}

// Learn type and event from the parts met so far. Succeeds without a type if they do not say yet.
static bool know_type(WEventReader *r, bool at_end) {
    WStr name;
    if (!at_end && !(r->strings & BIT(W_PART_TYPE))) return true;
    if (!part_text(r, W_PART_TYPE, W_LIMIT_TEXT_BYTES, &name)) return false;
    if (!name.bytes) return refuse_part(r, W_PART_TYPE, W_REFUSED_MISSING, W_TYPE_TEXT);
    const Type *type = find_type(name);
    if (!type) return refuse_part(r, W_PART_TYPE, W_REFUSED_UNKNOWN_TYPE, W_TYPE_TEXT);
    if (type->named_by != W_PART_COUNT) {
        if (!at_end && !(r->seen & BIT(type->named_by))) return true;
        if (!part_text(r, type->named_by, W_LIMIT_TEXT_BYTES, &r->name)) return false;
        if (!r->name.bytes && type->named_by == W_PART_EVENT)
            return refuse_part(r, W_PART_EVENT, W_REFUSED_MISSING, W_TYPE_TEXT);
    }
    r->type = type;
    r->input->kind = type->kind;
    if (type->kind == W_INPUT_EVENT) {
        r->input->event = w_event_names_find(&r->events[type->event_kind], r->name);
        r->counts.undeclared_events += r->input->event == W_NONE;
        if (r->input->event != W_NONE) begin_contract(r, &r->contracts[r->input->event]);
    }
    if (type->kind == W_INPUT_IDENTIFY) begin_contract(r, &r->profile);
    return true;
}

// Read the part at hand by the contract, or step over it.
static bool take_part(WEventReader *r, WPart id) {
    WJsonScan *s = &r->line.scan;
    const char *start = s->at;
    bool reads = r->contract && w_contract_reads(r->contract, id);
    bool read = reads ? w_contract_read(r->contract, &r->line, id, &r->slots) : w_scan_skip(s);
    bool is_no_object = s->refused == W_REFUSED_NOT_AN_OBJECT && r->line.blamed.size == 0;
    if (!read && is_no_object) r->field = w_part_name(id);
    if (id == r->type->body) r->body = (WStr){start, (size_t)(s->at - start)};
    r->read |= BIT(id);
    return read;
}

// A part that is neither a string nor null. It is read here if it is known what it should hold.
static bool read_other(WEventReader *r, WPart id) {
    WJsonScan *s = &r->line.scan;
    const char *start = s->at;
    bool body = id == W_PART_PROPERTIES || id == W_PART_TRAITS;
    r->others |= BIT(id);
    if (body && !r->type && !know_type(r, false)) return false;
    if (r->type) return take_part(r, id);
    if (!w_scan_skip(s)) return false;
    r->part[id] = (WJsonString){start, (size_t)(s->at - start), false, false};
    return true;
}

static bool read_part(WEventReader *r, WPart id) {
    WJsonScan *s = &r->line.scan;
    if (r->seen & BIT(id)) return refuse_part(r, id, W_REFUSED_GIVEN_TWICE, W_TYPE_NONE);
    r->seen |= BIT(id);
    char first = w_scan_peek(s);
    if (first == '"') {
        r->strings |= BIT(id);
        return w_scan_string(s, &r->part[id]);
    }
    if (first == 'n' && w_scan_word(s, W_STR("null"))) return true;
    return read_other(r, id);
}

static bool read_parts(WEventReader *r) {
    uint32_t key = W_KEY_BEGIN;
    if (!w_line_enter(&r->line)) return false;
    while (w_line_next_key(&r->line, &r->parts, &key)) {
        uint32_t id = r->parts.keys[key].meaning;
        bool read = id == W_NONE ? w_scan_skip(&r->line.scan) : read_part(r, (WPart)id);
        if (!read) return false;
    }
    if (r->line.scan.refused != W_REFUSED_NOTHING) return false;
    w_scan_peek(&r->line.scan);
    return r->line.scan.at == r->line.scan.end || refuse_line(r, W_REFUSED_NOT_JSON);
}

// What the parts mean together.

// Parts that were stepped over because the contract was not known yet, and strings.
static bool read_late_part(WEventReader *r, WPart id) {
    bool is_string = r->strings & BIT(id);
    bool wanted = (r->contract && w_contract_reads(r->contract, id)) || id == r->type->body;
    if (!wanted || (r->read & BIT(id)) || !((r->strings | r->others) & BIT(id))) return true;
    if (is_string && id == r->type->body)
        return refuse_part(r, id, W_REFUSED_NOT_AN_OBJECT, W_TYPE_NONE);
    r->line.scan.at = r->part[id].bytes - is_string;
    r->line.scan.depth = 1;
    r->line.scan.keys = 0; // they were counted once
    return take_part(r, id);
}

static bool read_late_parts(WEventReader *r) {
    bool read = true;
    for (int id = 0; id < W_PART_COUNT && read; id++)
        read = read_late_part(r, (WPart)id);
    return read && (!r->contract || w_contract_end(r->contract, &r->line));
}

// The time of a part, if it is there.
static bool part_time(WEventReader *r, WPart id, bool *there, int64_t *at_ms) {
    WStr text;
    if (!part_text(r, id, W_LIMIT_ID_BYTES, &text)) return false;
    *there = text.bytes != NULL;
    if (!*there || w_datetime_parse_memo(&r->line.memo, text, at_ms)) return true;
    return refuse_part(r, id, W_REFUSED_BAD_FORM, W_TYPE_DATETIME);
}

static bool take_time(WEventReader *r) {
    static const WPart order[] = {W_PART_TIMESTAMP, W_PART_ORIGINAL_TIMESTAMP, W_PART_SENT_AT,
                                  W_PART_RECEIVED_AT};
    bool there = false, received = false;
    int64_t bound_ms = r->clock_ms;
    size_t i = 0;
    for (; i < sizeof order / sizeof *order && !there; i++)
        if (!part_time(r, order[i], &there, &r->input->at_ms)) return false;
    if (!there) return refuse_line(r, W_REFUSED_NO_TIME);
    if ((r->seen & BIT(W_PART_RECEIVED_AT)) &&
        !part_time(r, W_PART_RECEIVED_AT, &received, &bound_ms))
        return false;
    if (bound_ms == INT64_MAX || r->input->at_ms - FUTURE_MS <= bound_ms) return true;
    return refuse_part(r, order[i - 1], W_REFUSED_FROM_THE_FUTURE, W_TYPE_NONE);
}

static bool take_alias(WEventReader *r) {
    if (!part_id(r, W_PART_USER_ID, &r->input->customer)) return false;
    if (!part_id(r, W_PART_PREVIOUS_ID, &r->input->other)) return false;
    if (!r->input->customer.bytes)
        return refuse_part(r, W_PART_USER_ID, W_REFUSED_MISSING, W_TYPE_TEXT);
    if (r->input->other.bytes) return true;
    return refuse_part(r, W_PART_PREVIOUS_ID, W_REFUSED_MISSING, W_TYPE_TEXT);
}

static bool take_customer(WEventReader *r) {
    WStr user, anonymous;
    if (r->type->kind == W_INPUT_TICK) return true;
    if (r->type->kind == W_INPUT_ALIAS) return take_alias(r);
    if (!part_id(r, W_PART_USER_ID, &user)) return false;
    if (!part_id(r, W_PART_ANONYMOUS_ID, &anonymous)) return false;
    r->input->customer = user.bytes ? user : anonymous;
    if (r->type->kind == W_INPUT_IDENTIFY && user.bytes) r->input->other = anonymous;
    return r->input->customer.bytes || refuse_line(r, W_REFUSED_NO_CUSTOMER);
}

// An event without an id is known by everything that makes it what it is.
static uint64_t made_id(const WEventReader *r) {
    WStr name = r->name.bytes ? r->name : W_STR("");
    const uint64_t parts[] = {
        w_hash64(r->input->customer.bytes, r->input->customer.size),
        w_hash64(r->type->name.bytes, r->type->name.size),
        w_hash64(name.bytes, name.size),
        (uint64_t)r->input->at_ms,
        w_hash64(r->body.bytes, r->body.size),
    };
    return w_hash64(parts, sizeof parts);
}

static bool take_id(WEventReader *r) {
    WStr id;
    if (r->type->kind == W_INPUT_TICK) return true;
    if (!part_id(r, W_PART_MESSAGE_ID, &id)) return false;
    r->input->id_hash = id.bytes ? w_hash64(id.bytes, id.size) : made_id(r);
    return true;
}

static bool read_line(WEventReader *r, WStr bytes) {
    if (bytes.size > W_LIMIT_LINE_BYTES) return refuse_line(r, W_REFUSED_LINE_TOO_LONG);
    return read_parts(r) && (r->type || know_type(r, true)) && read_late_parts(r) &&
           take_time(r) && take_customer(r) && take_id(r);
}

static void begin_line(WEventReader *r, WArena *arena, WStr bytes, WInput *input) {
    W_ASSERT(bytes.bytes[bytes.size] == '\n' || bytes.bytes[bytes.size] == '\0');
    *input = (WInput){.event = W_NONE, .customer = W_STR(""), .other = W_STR("")};
    r->line.scan = (WJsonScan){.at = bytes.bytes, .end = bytes.bytes + bytes.size};
    r->line.arena = arena;
    r->line.wanted = W_TYPE_NONE;
    r->input = input;
    r->seen = r->strings = r->others = 0;
    r->type = NULL;
    r->contract = NULL;
    r->read = 0;
    r->name = (WStr){NULL, 0}; // no name is not the empty name
    r->body = r->field = r->line.blamed = W_STR("");
}

static void fill_refusal(const WEventReader *r, WStr bytes, WEventRefusal *refusal) {
    *refusal = (WEventRefusal){
        .why = r->line.scan.refused,
        .wanted = r->line.wanted,
        .field = r->line.blamed.size > 0 ? r->line.blamed : r->field,
        .offset_bytes = (size_t)(r->line.scan.at - bytes.bytes),
    };
}

bool w_event_read(WEventReader *r, WArena *arena, WStr line, WInput *input,
                  WEventRefusal *refusal) {
    begin_line(r, arena, line, input);
    if (read_line(r, line)) {
        if (!input->customer.bytes) input->customer = W_STR("");
        if (!input->other.bytes) input->other = W_STR("");
        return true;
    }
    fill_refusal(r, line, refusal);
    return false;
}

void w_event_refusal_print(const WEventRefusal *refusal, WBuffer *out) {
#define REFUSAL(code, NAME, text, summary) [code] = (text),
    static const char *const texts[] = {
#include "grammar/refusals.def"
    };
#undef REFUSAL
    W_ASSERT(refusal->why > 0 && refusal->why < sizeof texts / sizeof *texts);
    if (refusal->field.size > 0) w_buffer_printf(out, "%.*s ", W_STR_ARGS(refusal->field));
    w_buffer_printf(out, "%s", texts[refusal->why]);
    if (refusal->why == W_REFUSED_WRONG_TYPE || refusal->why == W_REFUSED_BAD_FORM)
        w_buffer_printf(out, " %s", w_type_kind_name(w_type_kind(refusal->wanted)));
    if (refusal->why == W_REFUSED_NOT_JSON)
        w_buffer_printf(out, " (at byte %zu)", refusal->offset_bytes + 1);
}
