// The rows of grammar/limits.def as constants: W_LIMIT_REGISTERS and so on.
#ifndef W_BASE_LIMITS_H
#define W_BASE_LIMITS_H

#define LIMIT(name, value, summary) W_LIMIT_##name = (value),
enum { // each row one constant
#include "grammar/limits.def"
};
#undef LIMIT

#endif
