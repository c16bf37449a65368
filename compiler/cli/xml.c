// Texts in XML.
#include "compiler/cli/xml.h"

#include <stdbool.h>

static void put_xml(FILE *to, const char *text, bool is_attribute) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        switch (c) {
        case '&': fputs("&amp;", to); break;
        case '<': fputs("&lt;", to); break;
        case '>': fputs("&gt;", to); break;
        case '"': fputs("&quot;", to); break;
        case '\n':
        case '\t':
            if (is_attribute)
                fprintf(to, "&#%u;", c);
            else
                fputc(c, to);
            break;
        default: fputc(c < ' ' ? '?' : c, to); break;
        }
    }
}

void w_xml_text(FILE *to, const char *text) {
    put_xml(to, text, false);
}

void w_xml_value(FILE *to, const char *text) {
    put_xml(to, text, true);
}
