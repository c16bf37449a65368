// The timers: when is the next thing due for each customer?
//
// Two wheels (Varghese and Lauck, 1987, scheme 7): slots of one second for the running window of
// 2^21 seconds (24 days), and one slot for each later window. What is due within the present
// second, or late, stands in a heap, ordered by time and then by the customer's id.
#ifndef W_STATE_CALENDAR_H
#define W_STATE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Orders two owners that are due at the same moment: is `a` before `b`?
typedef bool WCalendarBefore(void *context, uint32_t a, uint32_t b);

typedef struct WCalendar WCalendar;

WCalendar *w_calendar_create(WCalendarBefore *before, void *context);
void w_calendar_destroy(WCalendar *calendar);

/// The owner is due at `due_ms` (INT64_MAX: never), instead of when it was due before. Owners are
/// small numbers from 0.
void w_calendar_set(WCalendar *calendar, uint32_t owner, int64_t due_ms);

/// Take the earliest owner that is due before `limit_ms` out of the calendar; false if there is
/// none.
bool w_calendar_take(WCalendar *calendar, int64_t limit_ms, uint32_t *owner, int64_t *due_ms);

/// When the owner is due, or INT64_MAX.
int64_t w_calendar_due(const WCalendar *calendar, uint32_t owner);

#endif
