// What the files that check tests share.
#ifndef W_CHECK_TEST_H
#define W_CHECK_TEST_H

#include "compiler/check/given.h"
#include "compiler/check/program_test.h"

/// Type the pairs of a step. `row` is the event or the message; W_NONE: it had its finding. The
/// answer is the arena's.
WProgramGiven *w_check_test_given(WChecker *ck, WGivenKind kind, uint32_t row, const WPair *pairs,
                                  uint32_t *count);

/// Bind an expectation.
WProgramExpect w_check_expect(WChecker *ck, const WExpect *expect);
/// A message, and the channel if two names are written: `[CHANNEL] MESSAGE`.
void w_check_channel_message(WChecker *ck, WName first, WName second, uint32_t *channel,
                             uint32_t *message);

/// The row of a stage of a journey; W_NONE after a finding.
uint32_t w_check_stage_of(WChecker *ck, uint32_t journey, WName name);
/// A finding if a journey has no such split or choice, or no such arm of it.
void w_check_split_of(WChecker *ck, uint32_t journey, WName split, WName arm);

/// A candidate for the text behind `because`.
typedef void WOfferText(void *context, WStr text);
/// Offer the reasons of the `exit "…"` statements of a journey.
void w_check_exit_texts(const WChecker *ck, uint32_t journey, WOfferText *offer, void *context);

#endif
