// The timers of all customers.
//
// A node stands in one of: a slot of the near wheel (seconds of the running window), a slot of the
// far wheel (later windows; what is beyond them waits in the last one and is sorted in again), or
// the heap (due in or before the present second). Slots are lists linked through the nodes; a heap
// item that was cancelled is recognised by its time and skipped.

#include "runtime/state/calendar.h"

#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/assert.h"
#include "runtime/value/type.h"

enum {
    NEAR_BITS = 21,
    NEAR_SLOTS = 1 << NEAR_BITS, // one second each
    FAR_SLOTS = 1 << 10,         // one window of NEAR_SLOTS seconds each: 68 years
    NOBODY = 0, // links are owners plus 1, so that an empty wheel is all zero and costs no memory
};

#define NEVER INT64_MAX
#define NO_SLOT UINT32_MAX
#define IN_HEAP (UINT32_MAX - 1)

typedef struct Node {
    int64_t due_ms; // NEVER: in no slot
    uint32_t slot;  // near slot, or NEAR_SLOTS + far slot, or NO_SLOT, IN_HEAP
    uint32_t next;  // a link
    uint32_t previous;
} Node;

typedef struct HeapItem {
    int64_t due_ms;
    uint32_t owner;
} HeapItem;

struct WCalendar {
    WCalendarBefore *before;
    void *context;
    Node *nodes;
    size_t node_room;
    uint32_t *heads; // NEAR_SLOTS near, then FAR_SLOTS far
    uint64_t *used;  // bitmap of near slots that are not empty
    HeapItem *heap;
    size_t heap_count;
    size_t heap_room;
    int64_t second;     // all near slots up to this second were moved to the heap
    uint64_t near_used; // nodes in the near wheel
    uint64_t far_used;  // nodes in the far wheel
};

static int64_t second_of(int64_t ms) {
    return ms >= 0 ? ms / 1000 : -((-ms + 999) / 1000);
}

static int64_t window_of(int64_t second) {
    return second >> NEAR_BITS;
}

WCalendar *w_calendar_create(WCalendarBefore *before, void *context) {
    WCalendar *calendar = w_alloc(sizeof *calendar);
    calendar->before = before;
    calendar->context = context;
    calendar->heads = w_alloc((NEAR_SLOTS + FAR_SLOTS) * sizeof *calendar->heads);
    calendar->used = w_alloc(NEAR_SLOTS / 8);
    calendar->second = INT64_MIN;
    return calendar;
}

void w_calendar_destroy(WCalendar *calendar) {
    if (calendar == NULL) return;
    w_free(calendar->nodes);
    w_free(calendar->heads);
    w_free(calendar->used);
    w_free(calendar->heap);
    w_free(calendar);
}

static bool heap_before(const WCalendar *calendar, HeapItem a, HeapItem b) {
    if (a.due_ms != b.due_ms) return a.due_ms < b.due_ms;
    return a.owner != b.owner && calendar->before(calendar->context, a.owner, b.owner);
}

static void heap_push(WCalendar *calendar, HeapItem item) {
    calendar->heap =
        w_grow(calendar->heap, &calendar->heap_room, calendar->heap_count + 1, sizeof item);
    size_t i = calendar->heap_count++;
    while (i > 0 && heap_before(calendar, item, calendar->heap[(i - 1) / 2])) {
        calendar->heap[i] = calendar->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    calendar->heap[i] = item;
}

static HeapItem heap_pop(WCalendar *calendar) {
    HeapItem top = calendar->heap[0];
    HeapItem last = calendar->heap[--calendar->heap_count];
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= calendar->heap_count) break;
        if (child + 1 < calendar->heap_count &&
            heap_before(calendar, calendar->heap[child + 1], calendar->heap[child])) {
            child++;
        }
        if (!heap_before(calendar, calendar->heap[child], last)) break;
        calendar->heap[i] = calendar->heap[child];
        i = child;
    }
    calendar->heap[i] = last;
    return top;
}

static Node *node_at(const WCalendar *calendar, uint32_t link) {
    return &calendar->nodes[link - 1];
}

static void unlink_node(WCalendar *calendar, uint32_t owner) {
    Node *node = &calendar->nodes[owner];
    if (node->slot == NO_SLOT || node->slot == IN_HEAP) return;
    if (node->previous != NOBODY)
        node_at(calendar, node->previous)->next = node->next;
    else
        calendar->heads[node->slot] = node->next;
    if (node->next != NOBODY) node_at(calendar, node->next)->previous = node->previous;
    if (node->slot >= NEAR_SLOTS) {
        calendar->far_used--;
    } else {
        calendar->near_used--;
        if (calendar->heads[node->slot] == NOBODY) w_bit_clear(calendar->used, node->slot);
    }
    node->slot = NO_SLOT;
}

static void link_node(WCalendar *calendar, uint32_t owner, uint32_t slot) {
    Node *node = &calendar->nodes[owner];
    node->slot = slot;
    node->previous = NOBODY;
    node->next = calendar->heads[slot];
    if (node->next != NOBODY) node_at(calendar, node->next)->previous = owner + 1;
    calendar->heads[slot] = owner + 1;
    if (slot < NEAR_SLOTS) {
        calendar->near_used++;
        w_bit_set(calendar->used, slot);
    } else {
        calendar->far_used++;
    }
}

static void place(WCalendar *calendar, uint32_t owner) {
    Node *node = &calendar->nodes[owner];
    int64_t second = second_of(node->due_ms);
    if (calendar->second == INT64_MIN || second <= calendar->second) {
        node->slot = IN_HEAP;
        heap_push(calendar, (HeapItem){node->due_ms, owner});
        return;
    }
    int64_t ahead = window_of(second) - window_of(calendar->second);
    if (ahead == 0) {
        link_node(calendar, owner, (uint32_t)(second & (NEAR_SLOTS - 1)));
    } else {
        if (ahead >= FAR_SLOTS) ahead = FAR_SLOTS - 1;
        int64_t far = (window_of(calendar->second) + ahead) & (FAR_SLOTS - 1);
        link_node(calendar, owner, NEAR_SLOTS + (uint32_t)far);
    }
}

static void need_node(WCalendar *calendar, uint32_t owner) {
    if (owner < calendar->node_room) return;
    W_ASSERT(owner < INT32_MAX);
    size_t old = calendar->node_room;
    calendar->nodes =
        w_grow(calendar->nodes, &calendar->node_room, (size_t)owner + 1, sizeof(Node));
    for (size_t i = old; i < calendar->node_room; i++) {
        calendar->nodes[i] = (Node){NEVER, NO_SLOT, NOBODY, NOBODY};
    }
}

void w_calendar_set(WCalendar *calendar, uint32_t owner, int64_t due_ms) {
    need_node(calendar, owner);
    Node *node = &calendar->nodes[owner];
    if (node->due_ms == due_ms) return;
    unlink_node(calendar, owner);
    node->slot = NO_SLOT;
    node->due_ms = due_ms;
    if (due_ms != NEVER) place(calendar, owner);
}

int64_t w_calendar_due(const WCalendar *calendar, uint32_t owner) {
    return owner < calendar->node_room ? calendar->nodes[owner].due_ms : NEVER;
}

// Move every node of a slot to where it belongs now.
static void sort_in(WCalendar *calendar, uint32_t slot) {
    uint32_t link = calendar->heads[slot];
    while (link != NOBODY) {
        uint32_t next = node_at(calendar, link)->next;
        unlink_node(calendar, link - 1);
        place(calendar, link - 1);
        link = next;
    }
}

// The first second behind `from`, within its window and before `end`, whose slot holds somebody;
// else the last of them.
static int64_t next_used(const WCalendar *calendar, int64_t from, int64_t end) {
    int64_t window_end = (window_of(from) + 1) * NEAR_SLOTS;
    if (end > window_end) end = window_end;
    int64_t second = calendar->near_used > 0 ? from + 1 : end;
    while (second < end) {
        uint32_t slot = (uint32_t)(second & (NEAR_SLOTS - 1));
        uint64_t word = calendar->used[slot >> 6] >> (slot & 63);
        if (word != 0) {
            second += __builtin_ctzll(word);
            return second < end ? second : end - 1;
        }
        second += 64 - (slot & 63);
    }
    return end - 1;
}

// Let the present second be `second`, which is in the running window or the first of the next.
static void enter_second(WCalendar *calendar, int64_t second) {
    bool turns = window_of(second) != window_of(calendar->second);
    calendar->second = second;
    if (turns) sort_in(calendar, NEAR_SLOTS + (uint32_t)(window_of(second) & (FAR_SLOTS - 1)));
    sort_in(calendar, (uint32_t)(second & (NEAR_SLOTS - 1)));
}

// Bring what is due in the first used second up to `last` into the heap; false if nothing is left.
static bool advance(WCalendar *calendar, int64_t last) {
    if (calendar->second >= last) return false;
    int64_t from = calendar->second;
    if (calendar->far_used == 0 && window_of(last) > window_of(from)) {
        // Only this window can hold anything; behind it the calendar may leap.
        int64_t end = (window_of(from) + 1) * NEAR_SLOTS;
        int64_t second = next_used(calendar, from, end);
        bool found =
            second > from && w_bit_get(calendar->used, (uint32_t)(second & (NEAR_SLOTS - 1)));
        enter_second(calendar, found ? second : last);
        return true;
    }
    int64_t second = next_used(calendar, from, last + 1);
    if (second == from) second = from + 1; // the window ends here
    enter_second(calendar, second);
    return true;
}

static bool is_current(const WCalendar *calendar, HeapItem item) {
    const Node *node = &calendar->nodes[item.owner];
    return node->slot == IN_HEAP && node->due_ms == item.due_ms;
}

// The clock begins to run: what was set before, whenever it is due, is sorted in.
static void start(WCalendar *calendar, int64_t second) {
    calendar->second = second;
    size_t count = calendar->heap_count;
    calendar->heap_count = 0;
    for (size_t i = 0; i < count; i++) {
        HeapItem item = calendar->heap[i]; // the heap being made holds at most i items
        if (is_current(calendar, item)) place(calendar, item.owner);
    }
}

bool w_calendar_take(WCalendar *calendar, int64_t limit_ms, uint32_t *owner, int64_t *due_ms) {
    int64_t last = second_of(limit_ms - 1);
    if (calendar->second == INT64_MIN) start(calendar, last);
    for (;;) {
        while (calendar->heap_count > 0 && !is_current(calendar, calendar->heap[0])) {
            heap_pop(calendar);
        }
        if (calendar->heap_count > 0 && calendar->heap[0].due_ms < limit_ms) break;
        // What the heap holds is due in the present second or before; later seconds come after it.
        if (!advance(calendar, last)) return false;
    }
    HeapItem item = heap_pop(calendar);
    *owner = item.owner;
    *due_ms = item.due_ms;
    Node *node = &calendar->nodes[item.owner];
    node->due_ms = NEVER;
    node->slot = NO_SLOT;
    return true;
}
