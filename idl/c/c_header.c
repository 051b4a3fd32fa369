// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: headers
 *
 * What both sides include: types, constants, prototypes.
 */
#include <string.h>

#include "c/c.h"
#include "check/check.h"
#include "check/constant.h"
#include "check/type.h"

static void c_header_doc(struct text *text, const char *doc, const char *indent)
{
	if (doc)
		text_printf(text, "%s%s\n", indent, doc);
}

/* The type of a list's elements, as a part of a name. */
static const char *c_header_part(const struct c_file *file, const struct type *element)
{
	return element->kind == TYPE_PRIMITIVE ? element->primitive->part : c_type(file, element);
}

static void c_header_typedef(const struct c_file *file, struct text *text,
			     const struct decl *decl)
{
	const struct type *type = decl->type;
	const char *name = decl->c_name, *list;

	c_header_doc(text, decl->doc, "");
	if (type->kind == TYPE_ARRAY) {
		text_printf(text, "typedef %s %s[%llu];\n", c_type(file, type->element), name,
			    (unsigned long long)type->count);
	} else if (type->kind == TYPE_SEQUENCE) {
		list = arena_printf(file->arena, "_%s__seq_%s", name,
				    c_header_part(file, type->element));
		text_printf(text, "typedef struct %s %s;\ntypedef %s %s;\nstruct %s {\n"
			    "\t%s *data;\n\tint dataLen;\n};\n", list, list, list, name, list,
			    c_type(file, type->element));
	} else {
		text_printf(text, "typedef %s %s;\n", c_type(file, type), name);
	}
}

static void c_header_member(const struct c_file *file, struct text *text,
			    const struct field *field, const char *indent)
{
	const struct type *type = field->type, *plain = type_plain(type);

	c_header_doc(text, field->doc, indent);
	if (type->kind == TYPE_ARRAY)
		text_printf(text, "%s%s %s[%llu];\n", indent, c_type(file, type->element),
			    field->name, (unsigned long long)type->count);
	else if (type_is_list(plain))
		text_printf(text, "%s%s *%s;\n%sint %sLen;\n", indent,
			    plain->kind == TYPE_STRING ? "char" :
			    plain->kind == TYPE_WSTRING ? "_wchar_t" :
			    c_type(file, plain->element), field->name, indent, field->name);
	else
		text_printf(text, "%s%s %s;\n", indent, c_type(file, type), field->name);
}

static void c_header_struct(const struct c_file *file, struct text *text,
			    const struct decl *decl)
{
	const char *name = decl->c_name, *indent = "\t";

	c_header_doc(text, decl->doc, "");
	text_printf(text, "typedef struct %s %s;\nstruct %s {\n", name, name, name);
	if (decl->kind == DECL_UNION) {
		text_printf(text, "\t%s _d;\n\tunion {\n", c_type(file, decl->type));
		indent = "\t\t";
	}
	for (const struct field *field = decl->fields; field; field = field->next)
		c_header_member(file, text, field, indent);
	text_printf(text, "%s};\n", decl->kind == DECL_UNION ? "\t} _u;\n" : "");
}

/* The last value is there for compilers that make small enums smaller than 32 bits. */
static void c_header_enum(struct text *text, const struct decl *decl)
{
	const char *name = decl->c_name;

	c_header_doc(text, decl->doc, "");
	text_printf(text, "enum %s {\n", name);
	for (const struct enumerator *e = decl->enumerators; e; e = e->next) {
		c_header_doc(text, e->doc, "\t");
		text_printf(text, "\t%s,\n", e->name);
	}
	text_printf(text, "\t_32BIT_PLACEHOLDER_%s = 0x7fffffff\n};\ntypedef enum %s %s;\n", name,
		    name, name);
}

static void c_header_prototype(const struct c_file *file, struct text *text,
			       const struct decl *interface, const struct decl *method)
{
	c_header_doc(text, method->doc, "");
	text_printf(text, "__QAIC_HEADER_EXPORT %s __QAIC_HEADER(%s_%s)(%s) __QAIC_HEADER_ATTRIBUTE;\n",
		    c_result(file, method), interface->c_name, method->name,
		    c_parameters(file, interface, method));
}

static void c_header_decls(const struct c_file *file, struct text *text,
			   const struct decl *decl);

static void c_header_interface(const struct c_file *file, struct text *text,
			       const struct decl *interface)
{
	const char *name = interface->c_name;
	const struct decl **methods;
	unsigned int count;

	if (interface->forward || !strcmp(interface->path, CHECK_HANDLE))
		return;
	c_header_doc(text, interface->doc, "");
	c_header_decls(file, text, interface->children);
	if (interface->handle)
		text_printf(text, "__QAIC_HEADER_EXPORT int __QAIC_HEADER(%s_open)(const char *uri, "
			    "remote_handle64 *h) __QAIC_HEADER_ATTRIBUTE;\n"
			    "__QAIC_HEADER_EXPORT int __QAIC_HEADER(%s_close)(remote_handle64 h) "
			    "__QAIC_HEADER_ATTRIBUTE;\n", name, name);
	methods = check_methods(file->arena, interface, &count);
	for (unsigned int i = 0; i < count; i++)
		c_header_prototype(file, text, interface, methods[i]);
	if (interface->handle)
		text_printf(text, "#ifndef %s_URI\n#define %s_URI \"%s\"\n#endif\n", name, name,
			    c_uri(file, interface));
}

static void c_header_const(const struct c_file *file, struct text *text,
			   const struct decl *decl)
{
	bool result = scope_is_result(decl);

	c_header_doc(text, decl->doc, "");
	text_printf(text, "%s%s%s#define %s %s\n%s", result ? "#ifndef " : "",
		    result ? decl->c_name : "", result ? "\n" : "", decl->c_name,
		    constant_c(file->arena, decl->constant, decl->type), result ? "#endif\n" : "");
}

/* Methods are the interface's, with those that it inherits. */
static void c_header_decls(const struct c_file *file, struct text *text,
			   const struct decl *decl)
{
	for (; decl; decl = decl->next) {
		if (decl->foreign || decl->kind == DECL_METHOD)
			continue;
		switch (decl->kind) {
		case DECL_TYPEDEF:
			c_header_typedef(file, text, decl);
			break;
		case DECL_ENUM:
			c_header_enum(text, decl);
			break;
		case DECL_CONST:
			c_header_const(file, text, decl);
			break;
		case DECL_MODULE:
			c_header_decls(file, text, decl->children);
			break;
		case DECL_INTERFACE:
			c_header_interface(file, text, decl);
			break;
		default:
			c_header_struct(file, text, decl);
			break;
		}
		if (decl->kind != DECL_CONST || (decl->next && decl->next->kind != DECL_CONST))
			text_printf(text, "\n");
	}
}

/* Types of AEEStdDef.h that some versions of it lack; their guards are those of the others. */
static void c_header_aee(const struct c_file *file, struct text *text)
{
	static const struct {
		const char *guard, *type, *name;
	} types[] = {
		{ "_BOOL_DEFINED", "uint8_t", "boolean" },
		{ "_INT8_DEFINED", "signed char", "int8" },
		{ "_UINT8_DEFINED", "uint8_t", "uint8" },
		{ "_INT16_DEFINED", "int16_t", "int16" },
		{ "_UINT16_DEFINED", "uint16_t", "uint16" },
		{ "_INT32_DEFINED", "int32_t", "int32" },
		{ "_UINT32_DEFINED", "uint32_t", "uint32" },
		{ "_INT64_DEFINED", "int64_t", "int64" },
		{ "_UINT64_DEFINED", "uint64_t", "uint64" },
	};

	if (file->standard_types)
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		text_printf(text, "#ifndef %s\n#define %s\ntypedef %s %s;\n#endif\n",
			    types[i].guard, types[i].guard, types[i].type, types[i].name);
}

/* The name that a header has of an included file. */
static const char *c_header_stem(const struct c_file *file,
				 const struct preprocess_include *include)
{
	const char *slash = strrchr(include->name, '/');
	const char *name = slash ? slash + 1 : include->name;
	size_t length = strlen(name);

	if (length > 4 && !strcmp(name + length - 4, ".idl"))
		length -= 4;
	return arena_copy(file->arena, name, length);
}

/* AEEStdDef.idl has it, and not every AEEStdDef.h. */
static void c_header_byte(const struct c_file *file, struct text *text,
			  const struct preprocess_include *include)
{
	while (include && strcmp(c_header_stem(file, include), "AEEStdDef"))
		include = include->next;
	if (include)
		text_printf(text, "#ifndef _BYTE_DEFINED\n#define _BYTE_DEFINED\n"
			    "typedef uint8_t byte;\n#endif\n");
}

/* Structs that the headers of all interfaces share, and so each has under a guard. */
static void c_header_shared(const struct c_file *file, struct text *text)
{
	const char *size = file->standard_types ? "uint32_t" : "uint32";

	text_printf(text,
		    "#ifndef __QIDL_WCHAR_T_DEFINED__\n#define __QIDL_WCHAR_T_DEFINED__\n"
		    "typedef unsigned short _wchar_t;\n#endif\n"
		    "#if !defined(__QAIC_STRING1_OBJECT_DEFINED__) && !defined(__STRING1_OBJECT__)\n"
		    "#define __QAIC_STRING1_OBJECT_DEFINED__\n#define __STRING1_OBJECT__\n"
		    "typedef struct _cstring1_s {\n\tchar *data;\n\tint dataLen;\n} _cstring1_t;\n"
		    "#endif\n"
		    "#if !defined(__QAIC_WSTRING1_OBJECT_DEFINED__) && !defined(__WSTRING1_OBJECT__)\n"
		    "#define __QAIC_WSTRING1_OBJECT_DEFINED__\n#define __WSTRING1_OBJECT__\n"
		    "typedef struct _wstring1_s {\n\t_wchar_t *data;\n\tint dataLen;\n} _wstring1_t;\n"
		    "#endif\n"
		    "#if !defined(__QAIC_DMAHANDLE1_OBJECT_DEFINED__) && !defined(__DMAHANDLE1_OBJECT__)\n"
		    "#define __QAIC_DMAHANDLE1_OBJECT_DEFINED__\n#define __DMAHANDLE1_OBJECT__\n"
		    "typedef struct _dmahandle1_s {\n\tint fd;\n\t%s offset;\n\t%s len;\n"
		    "} _dmahandle1_t;\n#endif\n", size, size);
}

/* The headers of files that this one includes. */
static void c_header_includes(const struct c_file *file, struct text *text,
			      const struct preprocess_include *include)
{
	for (; include; include = include->next) {
		const char *name = c_header_stem(file, include);

		if (!include->direct)
			continue;
		if (!strcmp(name, "AEEStdDef") && file->standard_types)
			text_printf(text, "#include \"AEEStdDef.h\"\n");
		else if (strcmp(name, "remote") && strcmp(name, "AEEStdDef") &&
			 strcmp(name, "AEEStdErr"))
			text_printf(text, "#include \"%s.h\"\n", name);
	}
}

/**
 * c_header() - generate the header of a file
 * @file: how
 * @text: for it
 * @decls: its declarations
 * @includes: what it includes
 */
void c_header(struct c_file *file, struct text *text, const struct decl *decls,
	      const struct preprocess_include *includes)
{
	const char *guard = arena_printf(file->arena, "_%s_H", c_upper(file->arena, file->stem));

	text_printf(text, "/* Made by qda-idl of %s.idl. Change that instead. */\n"
		    "#ifndef %s\n#define %s\n\n"
		    "#include <stdbool.h>\n#include <stdint.h>\n#include <stdio.h>\n"
		    "#include <stdlib.h>\n#include <string.h>\n\n%s"
		    "#include \"AEEStdErr.h\"\n#include \"remote.h\"\n", file->stem, guard, guard,
		    file->standard_types ? "" : "#include \"AEEStdDef.h\"\n");
	c_header_includes(file, text, includes);
	text_printf(text, "\n#ifndef __QAIC_HEADER\n#define __QAIC_HEADER(name) name\n#endif\n"
		    "#ifndef __QAIC_HEADER_EXPORT\n#define __QAIC_HEADER_EXPORT\n#endif\n"
		    "#ifndef __QAIC_HEADER_ATTRIBUTE\n#define __QAIC_HEADER_ATTRIBUTE\n#endif\n\n"
		    "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
	c_header_aee(file, text);
	c_header_byte(file, text, includes);
	c_header_shared(file, text);
	text_printf(text, "\n");
	c_header_decls(file, text, decls);
	text_printf(text, "#ifdef __cplusplus\n}\n#endif\n\n#endif\n");
}
