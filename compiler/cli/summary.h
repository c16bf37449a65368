// What a run did, for people and for machines.
#ifndef W_CLI_SUMMARY_H
#define W_CLI_SUMMARY_H

#include <stdbool.h>

#include "wend/wend.h"

enum { W_CLI_SHOWN_REFUSALS = 5 };

/// The first lines that were refused, and how long the run took.
typedef struct WRunNotes {
    char refusals[W_CLI_SHOWN_REFUSALS][200];
    int refusal_count; // of those kept
    double seconds;
    bool was_stopped; // by a signal
} WRunNotes;

void w_cli_summary_for_people(wend *engine, const WRunNotes *notes);
void w_cli_summary_json(wend *engine, const WRunNotes *notes);

#endif
