// Runs through journeys that the compiler makes up, where there is no test to take them.
#ifndef W_DRIVER_DRIVE_H
#define W_DRIVER_DRIVE_H

#include "compiler/check/program_test.h"
#include "runtime/base/arena.h"

/// A way into a journey as a test without expectations: a profile and an event for which its
/// conditions hold, as far as that can be seen, and then days that pass.
WProgramTest w_drive_make(WArena *arena, const WProgram *program, uint32_t journey,
                          const WProgramEntry *entry);

#endif
