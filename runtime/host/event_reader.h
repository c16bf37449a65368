// The event reader: one line of JSON in the Segment spec becomes an input that keeps the contracts
// of a bundle, or a refusal that says which field broke them and how.
//
// What the project does not declare is passed over and counted. `null` is the same as missing;
// nothing is converted; one bad field refuses the whole event. A declared key given twice is
// refused, for neither can be trusted; an undeclared one is passed over twice. `userId` comes
// before `anonymousId`; of `timestamp`, `originalTimestamp`, `sentAt` and `receivedAt` the first
// that is there is the time. An event whose id is missing gets one from its customer, type, name,
// time and properties, as they stand on the line.
//
// A reader guesses from the lines before which key comes next and compares that one first. It is
// used by one thread at a time and allocates nothing for a line but in the arena it is given.
#ifndef W_HOST_EVENT_READER_H
#define W_HOST_EVENT_READER_H

#include "runtime/base/arena.h"
#include "runtime/bundle/bundle.h"
#include "runtime/host/event_scan.h"
#include "runtime/vm/turn.h"

typedef struct WEventReader WEventReader;

/// Why a line is no input. `field` ("properties.total", "userId"; empty: the whole line) lives in
/// the arena the line was read with.
typedef struct WEventRefusal {
    WRefused why;
    WType wanted; // WRONG_TYPE and BAD_FORM: what was declared
    WStr field;
    size_t offset_bytes; // where on the line it was seen
} WEventRefusal;

/// What was passed over since the reader was made.
typedef struct WEventCounts {
    uint64_t undeclared_events;
    uint64_t undeclared_properties; // of declared events
    uint64_t undeclared_traits;
} WEventCounts;

/// A reader of the contracts of a bundle, which must outlive it. Free with w_event_reader_free.
WEventReader *w_event_reader_new(const WBundle *bundle);
void w_event_reader_free(WEventReader *reader);

/// Events whose time is more than an hour ahead of this are refused if they carry no `receivedAt`;
/// INT64_MAX, as it is at first, for no such bound.
void w_event_reader_set_clock(WEventReader *reader, int64_t clock_ms);

/// Read one line, without its line feed; the byte behind it must be readable, and be a line feed
/// or NUL. True: `input` is filled; what it points to lives in the arena or on the line. False:
/// `refusal` is.
bool w_event_read(WEventReader *reader, WArena *arena, WStr line, WInput *input,
                  WEventRefusal *refusal);

WEventCounts w_event_reader_counts(const WEventReader *reader);

/// Append the refusal as a sentence: `properties.total must be of type number`.
void w_event_refusal_print(const WEventRefusal *refusal, WBuffer *out);

#endif
