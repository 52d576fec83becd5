#include <libxml/xmlversion.h>
// Without this libxml2 brings in the headers of ICU, which clash with those of Foundation; nothing here needs them.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
