// Time zones: what clocks show at an instant, and the instant at which they show something. Read
// from TZif files (RFC 8536), with the rule at their end for times beyond the table.
//
// A local time is milliseconds since 1970-01-01T00:00 as the clock on the wall counts them. One
// that does not exist (spring) is the first moment behind the gap; one that exists twice (autumn)
// is the first.
#ifndef W_VALUE_ZONE_H
#define W_VALUE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/base/bytes.h"
#include "runtime/value/time.h"

typedef struct WZone WZone;

/// Read a TZif file of any version; NULL if it is not one, is damaged, or counts leap seconds. The
/// bytes are copied. Free with w_zone_free.
WZone *w_zone_read(WStr tzif);
void w_zone_free(WZone *zone);
/// The bytes it was read from, to be kept by a store.
WStr w_zone_bytes(const WZone *zone);
/// UTC, for when no other is known; never to be freed.
const WZone *w_zone_utc(void);

/// What to add to an instant to get the local time.
int64_t w_zone_offset_ms(const WZone *zone, int64_t at_ms);
int64_t w_zone_local_ms(const WZone *zone, int64_t at_ms);
/// The instant of a local time.
int64_t w_zone_instant_ms(const WZone *zone, int64_t local_ms);
/// The local day of an instant, and the instant of a clock time on a local day.
int64_t w_zone_day(const WZone *zone, int64_t at_ms);
int64_t w_zone_day_at(const WZone *zone, int64_t day, int64_t clock_ms);

/// The next instant strictly after `after_ms` at which the clock shows `clock_ms`.
int64_t w_zone_next_clock(const WZone *zone, int64_t after_ms, int64_t clock_ms);
/// The same on a certain weekday (0 is Monday).
int64_t w_zone_next_weekday(const WZone *zone, int64_t after_ms, int32_t weekday,
                            int64_t clock_ms);
/// When the clock shows `clock_ms` so many days after the local day of `at_ms`; may be past.
int64_t w_zone_clock_in_days(const WZone *zone, int64_t at_ms, int64_t days, int64_t clock_ms);

/// When the day, week or month that holds `at_ms` began, and when the next begins (after `at_ms`).
int64_t w_zone_unit_start(const WZone *zone, int64_t at_ms, WCalendarUnit unit);
int64_t w_zone_unit_end(const WZone *zone, int64_t at_ms, WCalendarUnit unit);

/// The zones of a directory such as /usr/share/zoneinfo, each read once, when first asked for.
typedef struct WZoneSet WZoneSet;

/// The directory is not looked at yet. Free with w_zone_set_free, which frees the zones too.
WZoneSet *w_zone_set_new(const char *directory);
void w_zone_set_free(WZoneSet *set);
/// The zone with an IANA name, or NULL: unknown, damaged, or no name of a zone (`..`,
/// `localtime`).
const WZone *w_zone_set_find(WZoneSet *set, WStr name);
/// Put a zone in (from bytes a store kept), before a file of that name; false if it is no zone.
bool w_zone_set_add(WZoneSet *set, WStr name, WStr tzif);
/// How many zones are in the set, and a look at each of them in no certain order.
size_t w_zone_set_count(const WZoneSet *set);
typedef void WZoneVisit(void *context, WStr name, const WZone *zone);
void w_zone_set_each(const WZoneSet *set, WZoneVisit *visit, void *context);

#endif
