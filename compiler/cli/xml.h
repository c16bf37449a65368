// Texts in XML.
#ifndef W_CLI_XML_H
#define W_CLI_XML_H

#include <stdio.h>

/// Inside an element; what XML 1.0 cannot hold at all becomes a question mark.
void w_xml_text(FILE *to, const char *text);
/// Inside the quotes of an attribute.
void w_xml_value(FILE *to, const char *text);

#endif
