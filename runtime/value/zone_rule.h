// The rule at the end of a TZif file: a POSIX TZ string with the extensions of RFC 8536, such as
// `CET-1CEST,M3.5.0,M10.5.0/3`. Private to zone.c and its tests.
#ifndef W_VALUE_ZONE_RULE_H
#define W_VALUE_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/base/bytes.h"

/// A day of each year at a local time.
typedef struct WZoneChange {
    char form; // 'M': month, week, weekday; 'J': day 1 to 365 without leap days; 'D': day 0 to 365
    int32_t month;    // 1 to 12
    int32_t week;     // 1 to 5; 5 is the last
    int32_t day;      // weekday (0 is Sunday) or day of the year
    int64_t clock_ms; // -167 to 167 hours
} WZoneChange;

typedef struct WZoneRule {
    bool has_summer;
    int64_t standard_ms; // what to add to UTC
    int64_t summer_ms;
    WZoneChange to_summer;   // in standard time
    WZoneChange to_standard; // in summer time
} WZoneRule;

/// False if it is no rule.
bool w_zone_rule_parse(WStr text, WZoneRule *rule);

/// The offset at `at_ms`, and from when until when (not including) it holds without a break.
int64_t w_zone_rule_span(const WZoneRule *rule, int64_t at_ms, int64_t *start_ms, int64_t *end_ms);

#endif
