// The version of the language, apart from the compiler so that asking for it links nothing else.
#include "wend/compiler.h"

enum { LANGUAGE_VERSION = 1 };

uint32_t wend_language_version(void) {
    return LANGUAGE_VERSION;
}
