// The history plan: which properties code reads, which of them the history keeps, and how long.
// While expressions are typed, 0 stands for "needs a slot"; here the slots get their numbers.

#include "compiler/check/checker.h"

#include "runtime/base/limits.h"

void w_check_reads(WChecker *ck, uint32_t event, uint32_t field) {
    ck->program->events[event].fields[field].slot = 0;
}

void w_check_keep_all(WChecker *ck, uint32_t event) {
    ck->program->events[event].keeps_all = true;
    ck->program->events[event].keep_ms = W_KEEP_FOREVER;
}

static void number_slots(WChecker *ck, WProgramEvent *event) {
    for (uint32_t i = 0; i < event->field_count; i++) {
        WProgramField *field = &event->fields[i];
        if (event->keeps_all && field->slot != W_NONE) field->history_slot = 0;
        if (field->history_slot != W_NONE) field->history_slot = event->history_slots++;
        if (field->slot != W_NONE) field->slot = event->slot_count++;
    }
    if (event->slot_count > W_LIMIT_EVENT_SLOTS)
        FIND(ck, TOO_MANY, event->span, "at most %d fields of an event can be read",
             W_LIMIT_EVENT_SLOTS);
    if (event->history_slots > W_LIMIT_HISTORY_SLOTS)
        FIND(ck, TOO_MANY, event->span, "the history keeps at most %d fields of an event",
             W_LIMIT_HISTORY_SLOTS);
}

void w_check_plan(WChecker *ck) {
    ck->tree = NULL;
    for (uint32_t i = 0; i < ck->program->event_count; i++)
        number_slots(ck, &ck->program->events[i]);
}
