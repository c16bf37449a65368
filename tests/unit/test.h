// Unit tests: a thin layer over cmocka. A test is a sentence and registers itself.
//
//     // Room under a limit never goes below zero.
//     TEST(limit_room_is_never_negative) {
//         CHECK(w_limit_room(4, 3) == 0);
//     }
#ifndef W_UNIT_TEST_H
#define W_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef void TestFunction(void **state);

/// Called before main by each TEST; `name` and `file` must outlive the run.
void test_register(const char *name, const char *file, TestFunction *function);

/// Ends the test as failed; `claim` did not hold.
_Noreturn void test_fails(const char *claim, const char *file, int line);

/// Ends the test as failed; `got` and `wanted` are shown.
_Noreturn void test_differs(const char *got, const char *wanted, const char *file, int line);

/// Ends the test as skipped, with the reason.
_Noreturn void test_skip(const char *why);

#define TEST(name)                                                   \
    static void test_##name(void);                                   \
    static void run_##name(void **state) {                           \
        (void)state;                                                 \
        test_##name();                                               \
    }                                                                \
    __attribute__((constructor)) static void register_##name(void) { \
        test_register(#name, __FILE__, run_##name);                  \
    }                                                                \
    static void test_##name(void)

/// The claim must hold, or the test ends as failed.
#define CHECK(claim)                                          \
    do {                                                      \
        if (!(claim)) test_fails(#claim, __FILE__, __LINE__); \
    } while (0)

/// Two terminated strings must be equal.
#define CHECK_STR(got, wanted)                                                           \
    do {                                                                                 \
        const char *got_ = (got), *wanted_ = (wanted);                                   \
        if (strcmp(got_, wanted_) != 0) test_differs(got_, wanted_, __FILE__, __LINE__); \
    } while (0)

/// Leave the test: it is counted as skipped, with the reason.
#define SKIP(why) test_skip(why)

#endif
