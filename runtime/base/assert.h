// Assertions: what must be true unless we made a mistake. They stay on in release builds, because
// a wrong message to a customer costs more than the comparison.
#ifndef W_BASE_ASSERT_H
#define W_BASE_ASSERT_H

/// Print the failed claim with its place to standard error and abort the process.
_Noreturn void w_assert_failed(const char *file, int line, const char *claim);

#define W_ASSERT(claim) ((claim) ? (void)0 : w_assert_failed(__FILE__, __LINE__, #claim))

#endif
