// The calendar against the plainest one there is: a list that is searched.

#include "runtime/state/calendar.h"

#include "tests/unit/test.h"

enum { OWNERS = 300 };

static bool smaller_first(void *context, uint32_t a, uint32_t b) {
    (void)context;
    return a < b;
}

typedef struct Plain {
    int64_t due_ms[OWNERS];
} Plain;

static bool plain_take(Plain *plain, int64_t limit_ms, uint32_t *owner, int64_t *due_ms) {
    *due_ms = INT64_MAX;
    for (uint32_t i = 0; i < OWNERS; i++) {
        if (plain->due_ms[i] >= limit_ms || plain->due_ms[i] >= *due_ms) continue;
        *owner = i;
        *due_ms = plain->due_ms[i];
    }
    if (*due_ms == INT64_MAX) return false;
    plain->due_ms[*owner] = INT64_MAX;
    return true;
}

static uint64_t random_state;

static uint64_t draw(void) {
    random_state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = random_state;
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

// Lengths from milliseconds to decades, many of them equal.
static int64_t draw_delay(void) {
    static const int64_t scales[] = {1,        1000,       60000,       3600000,
                                     86400000, 2592000000, 31536000000, 3153600000000};
    return scales[draw() % 8] * (int64_t)(draw() % 40) - 5;
}

static void compare_until(WCalendar *calendar, Plain *plain, int64_t limit_ms) {
    for (;;) {
        uint32_t owner = 0, plain_owner = 0;
        int64_t due_ms = 0, plain_due_ms = 0;
        bool taken = w_calendar_take(calendar, limit_ms, &owner, &due_ms);
        CHECK(taken == plain_take(plain, limit_ms, &plain_owner, &plain_due_ms));
        if (!taken) return;
        CHECK(owner == plain_owner && due_ms == plain_due_ms);
        if (draw() % 4 != 0) continue;
        plain->due_ms[owner] = due_ms + draw_delay() + 6; // what fires may wait again
        w_calendar_set(calendar, owner, plain->due_ms[owner]);
    }
}

// Whatever is set, moved and cancelled, owners are taken in the order of time and then of owner.
TEST(calendar_takes_owners_in_order) {
    for (uint64_t seed = 1; seed <= 60; seed++) {
        random_state = seed;
        WCalendar *calendar = w_calendar_create(smaller_first, NULL);
        Plain plain;
        for (uint32_t i = 0; i < OWNERS; i++)
            plain.due_ms[i] = INT64_MAX;
        int64_t clock_ms = (int64_t)(draw() % 4) * 1000000007 - 1000;
        for (int round = 0; round < 100; round++) {
            for (int i = 0; i < 20; i++) {
                uint32_t owner = (uint32_t)(draw() % OWNERS);
                bool cancels = draw() % 5 == 0;
                plain.due_ms[owner] = cancels ? INT64_MAX : clock_ms + draw_delay();
                w_calendar_set(calendar, owner, plain.due_ms[owner]);
                CHECK(w_calendar_due(calendar, owner) == plain.due_ms[owner]);
            }
            clock_ms += draw_delay() + 5;
            compare_until(calendar, &plain, clock_ms);
        }
        w_calendar_destroy(calendar);
    }
}

// Nothing is due before the first is set, and cancelling leaves nothing behind.
TEST(calendar_of_nobody_gives_nothing) {
    WCalendar *calendar = w_calendar_create(smaller_first, NULL);
    uint32_t owner;
    int64_t due_ms;
    CHECK(!w_calendar_take(calendar, 1000, &owner, &due_ms));
    w_calendar_set(calendar, 7, 5000);
    w_calendar_set(calendar, 7, INT64_MAX);
    CHECK(!w_calendar_take(calendar, INT64_MAX, &owner, &due_ms));
    w_calendar_destroy(calendar);
}
