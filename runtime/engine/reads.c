// What conditions over time read, found by going through their code once.

#include "runtime/engine/reads.h"

#include <stdlib.h>

#include "runtime/base/alloc.h"
#include "runtime/bundle/opcode.h"
#include "runtime/state/layout.h"
#include "runtime/state/state.h"
#include "runtime/value/time.h"
#include "runtime/vm/vm.h"
#include "stdlib/native.h"

// An entry whose condition reads something.
typedef struct Reader {
    WRead read;
    uint32_t entry;
} Reader;

struct WReadIndex {
    const WBundle *bundle;
    uint32_t timezone_slot;
    Reader *readers;   // by what they read, then by entry
    uint32_t *entries; // of the readers, likewise
    size_t reader_count;
    size_t reader_room;
    uint32_t *at_first;
    uint32_t at_first_count;
    uint32_t *first_read; // by point; one more at the end
    WRead *reads;
    size_t read_count;
    size_t read_room;
    uint64_t *asking_points;
    uint64_t *exiting_journeys;
};

// ---- what code reads

// Going through the code of one condition.
typedef struct Walk {
    const WReadIndex *index;
    WRead *reads;
    size_t count;
    size_t room;
    uint32_t *seen; // by function: number of the last walk that came there
    uint32_t number;
    bool reads_customer; // who it is, or where
} Walk;

static void add_read(Walk *walk, WInputOf kind, uint32_t row) {
    for (size_t i = 0; i < walk->count; i++) {
        if (walk->reads[i].kind == kind && walk->reads[i].row == row) return;
    }
    walk->reads = w_grow(walk->reads, &walk->room, walk->count + 1, sizeof *walk->reads);
    walk->reads[walk->count++] = (WRead){(uint8_t)kind, row};
}

static void add_zone(Walk *walk) {
    walk->reads_customer = true;
    uint32_t slot = walk->index->timezone_slot;
    if (slot != W_NONE) add_read(walk, W_READS_FIELD, slot);
}

static void walk_function(Walk *walk, uint32_t function);

static void walk_history(Walk *walk, const WUseRow *use) {
    if (use->sent == W_NONE)
        add_read(walk, W_READS_EVENT, use->event);
    else
        add_read(walk, W_READS_SENT, use->sent);
    if (use->period != W_CALENDAR_NONE && use->period != W_USE_SINCE_ENTRY) add_zone(walk);
    if (use->where_function != W_NONE) walk_function(walk, use->where_function);
}

// Variables are missing here: who changes them says so (WInstance.is_touched). Whoever adds an
// instruction that reads what can change adds it here.
static void walk_instruction(Walk *walk, const WFunctionRow *row, WInstruction at) {
    const WBundle *bundle = walk->index->bundle;
    switch (at.op) {
    case W_OP_LOAD_PROFILE: add_read(walk, W_READS_FIELD, at.b); break;
    case W_OP_LOAD_ENTRIES: add_read(walk, W_READS_JOURNEY, row->journey); break;
    case W_OP_LOAD_CUSTOMER: walk->reads_customer = true; break;
    case W_OP_INSIDE: add_read(walk, W_READS_JOURNEY, w_instruction_index(at)); break;
    case W_OP_HISTORY: walk_history(walk, &bundle->uses[w_instruction_index(at)]); break;
    case W_OP_CALL: walk_function(walk, w_instruction_index(at)); break;
    case W_OP_EACH_ANY:
    case W_OP_EACH_ALL:
    case W_OP_EACH_COUNT:
    case W_OP_EACH_LIST:
    case W_OP_EACH_SUM: walk_function(walk, w_instruction_element_function(at)); break;
    case W_OP_NEXT_CLOCK: add_zone(walk); break;
    case W_OP_NATIVE:
        if ((w_native_by_code(at.b)->traits & W_NATIVE_ZONE) != 0) add_zone(walk);
        break;
    default: break;
    }
}

static void walk_function(Walk *walk, uint32_t function) {
    if (walk->seen[function] == walk->number) return;
    walk->seen[function] = walk->number;
    const WFunctionRow *row = &walk->index->bundle->functions[function];
    const WInstruction *code = walk->index->bundle->code + row->first_instruction;
    for (uint32_t i = 0; i < row->instruction_count; i++)
        walk_instruction(walk, row, code[i]);
}

static void begin_walk(Walk *walk) {
    walk->count = 0;
    walk->number++;
    walk->reads_customer = false;
}

// ---- entries

static int compare_reads(WRead a, WRead b) {
    if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
    return (a.row > b.row) - (a.row < b.row);
}

static int compare_readers(const void *left, const void *right) {
    const Reader *a = left, *b = right;
    int reads = compare_reads(a->read, b->read);
    return reads != 0 ? reads : (a->entry > b->entry) - (a->entry < b->entry);
}

// Does it surely not hold for a customer of whom nothing is known, whenever that is asked?
static bool is_false_at_first(const WVmContext *nobody, uint32_t function) {
    int64_t until_ms;
    return !w_vm_test_until(nobody, function, &until_ms) && until_ms == W_VM_NEVER_MS;
}

static void add_entry(WReadIndex *index, Walk *walk, const WVmContext *nobody, uint32_t entry) {
    uint32_t function = index->bundle->entries[entry].where_function;
    begin_walk(walk);
    walk_function(walk, function);
    index->readers = w_grow(index->readers, &index->reader_room, index->reader_count + walk->count,
                            sizeof *index->readers);
    for (size_t i = 0; i < walk->count; i++)
        index->readers[index->reader_count++] = (Reader){walk->reads[i], entry};
    if (!walk->reads_customer && is_false_at_first(nobody, function)) return;
    index->at_first[index->at_first_count++] = entry;
}

// A customer nobody has heard of, at the beginning of time.
static WVmContext nobody_of(const WBundle *bundle, WState *state, WArena *arena,
                            WHistoryView *histories, uint64_t *inside) {
    WCustomer *nobody = w_state_customer(state, w_state_find_or_add(state, W_STR("nobody")));
    for (uint32_t e = 0; e < bundle->events_count; e++)
        histories[e].stride = w_history_stride(&bundle->events[e]);
    for (uint32_t s = 0; s < bundle->sents_count; s++)
        histories[bundle->events_count + s].stride = 1;
    return (WVmContext){
        .bundle = bundle,
        .arena = arena,
        .zone = w_zone_utc(),
        .now_ms = W_DATETIME_MIN,
        .customer = nobody->id,
        .profile = nobody->profile,
        .profile_present = nobody->profile_present,
        .histories = histories,
        .inside = inside,
    };
}

static void add_entries(WReadIndex *index, Walk *walk) {
    const WBundle *bundle = index->bundle;
    WState *state = w_state_create(bundle);
    WArena arena = {0};
    WHistoryView *histories =
        w_alloc((bundle->events_count + bundle->sents_count + 1) * sizeof *histories);
    uint64_t *inside = w_alloc((w_bit_words(bundle->journeys_count) + 1) * sizeof *inside);
    WVmContext nobody = nobody_of(bundle, state, &arena, histories, inside);
    index->at_first = w_alloc((bundle->entries_count + 1) * sizeof *index->at_first);
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind == W_ENTRY_WHEN) add_entry(index, walk, &nobody, i);
    }
    w_arena_free(&arena);
    w_free(histories);
    w_free(inside);
    w_state_destroy(state);
}

static bool has_conditions(const WBundle *bundle) {
    for (uint32_t i = 0; i < bundle->entries_count; i++) {
        if (bundle->entries[i].kind == W_ENTRY_WHEN) return true;
    }
    return false;
}

static void sort_readers(WReadIndex *index) {
    if (index->reader_count > 1)
        qsort(index->readers, index->reader_count, sizeof *index->readers, compare_readers);
    index->entries = w_alloc((index->reader_count + 1) * sizeof *index->entries);
    for (size_t i = 0; i < index->reader_count; i++)
        index->entries[i] = index->readers[i].entry;
}

// ---- instances

static bool walk_arms(Walk *walk, uint32_t first, uint32_t count) {
    const WBundle *bundle = walk->index->bundle;
    bool asks = false;
    for (uint32_t i = first; i < first + count; i++) {
        if (bundle->arms[i].event != W_NONE) continue;
        walk_function(walk, bundle->arms[i].where_function);
        asks = true;
    }
    return asks;
}

static bool walk_exits(Walk *walk, const WJourneyRow *journey) {
    const WBundle *bundle = walk->index->bundle;
    bool asks = false;
    for (uint32_t i = journey->first_exit; i < journey->first_exit + journey->exit_count; i++) {
        if (bundle->exits[i].event != W_NONE) continue;
        walk_function(walk, bundle->exits[i].where_function);
        asks = true;
    }
    return asks;
}

static void add_point(WReadIndex *index, Walk *walk, uint32_t row) {
    const WPointRow *point = &index->bundle->points[row];
    const WStageRow *stage = &index->bundle->stages[point->stage];
    begin_walk(walk);
    bool asks = walk_exits(walk, &index->bundle->journeys[point->journey]);
    asks |= walk_arms(walk, point->first_arm, point->arm_count);
    asks |= walk_arms(walk, stage->first_arm, stage->arm_count);
    if (asks) w_bit_set(index->asking_points, row);
    index->reads = w_grow(index->reads, &index->read_room, index->read_count + walk->count + 1,
                          sizeof *index->reads);
    index->first_read[row] = (uint32_t)index->read_count;
    for (size_t i = 0; i < walk->count; i++)
        index->reads[index->read_count++] = walk->reads[i];
}

static void add_points(WReadIndex *index, Walk *walk) {
    const WBundle *bundle = index->bundle;
    index->first_read = w_alloc((bundle->points_count + 1) * sizeof *index->first_read);
    index->asking_points =
        w_alloc((w_bit_words(bundle->points_count) + 1) * sizeof *index->asking_points);
    for (uint32_t i = 0; i < bundle->points_count; i++)
        add_point(index, walk, i);
    index->first_read[bundle->points_count] = (uint32_t)index->read_count;
}

// A journey without a wait has exits too: they refuse entries, and stop sends.
static void add_exits(WReadIndex *index) {
    const WBundle *bundle = index->bundle;
    index->exiting_journeys =
        w_alloc((w_bit_words(bundle->journeys_count) + 1) * sizeof *index->exiting_journeys);
    for (uint32_t j = 0; j < bundle->journeys_count; j++) {
        const WJourneyRow *row = &bundle->journeys[j];
        for (uint32_t i = row->first_exit; i < row->first_exit + row->exit_count; i++) {
            if (bundle->exits[i].event == W_NONE) w_bit_set(index->exiting_journeys, j);
        }
    }
}

// ---- the index

WReadIndex *w_read_index_create(const WBundle *bundle, uint32_t timezone_slot) {
    WReadIndex *index = w_alloc(sizeof *index);
    index->bundle = bundle;
    index->timezone_slot = timezone_slot;
    Walk walk = {.index = index};
    walk.seen = w_alloc((bundle->functions_count + 1) * sizeof *walk.seen);
    if (has_conditions(bundle)) add_entries(index, &walk);
    sort_readers(index);
    add_points(index, &walk);
    add_exits(index);
    w_free(walk.seen);
    w_free(walk.reads);
    return index;
}

void w_read_index_free(WReadIndex *index) {
    if (index == NULL) return;
    w_free(index->readers);
    w_free(index->entries);
    w_free(index->at_first);
    w_free(index->first_read);
    w_free(index->reads);
    w_free(index->asking_points);
    w_free(index->exiting_journeys);
    w_free(index);
}

// How many readers read something before this.
static size_t count_before(const WReadIndex *index, WRead read) {
    size_t low = 0, high = index->reader_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_reads(index->readers[middle].read, read) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const uint32_t *w_read_index_entries(const WReadIndex *index, WRead read, uint32_t *count) {
    size_t first = count_before(index, read), end = first;
    while (end < index->reader_count && compare_reads(index->readers[end].read, read) == 0)
        end++;
    *count = (uint32_t)(end - first);
    return index->entries + first;
}

const uint32_t *w_read_index_at_first(const WReadIndex *index, uint32_t *count) {
    *count = index->at_first_count;
    return index->at_first;
}

const WRead *w_read_index_at_point(const WReadIndex *index, uint32_t point, uint32_t *count) {
    *count = index->first_read[point + 1] - index->first_read[point];
    return index->reads + index->first_read[point];
}

bool w_read_index_asks(const WReadIndex *index, uint32_t point) {
    return w_bit_get(index->asking_points, point);
}

bool w_read_index_may_exit(const WReadIndex *index, uint32_t journey) {
    return w_bit_get(index->exiting_journeys, journey);
}
