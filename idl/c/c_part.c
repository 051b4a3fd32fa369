// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: fixed texts
 *
 * What generated files have in common. The files in parts/ become strings when
 * the compiler is built.
 */
#include "c/c.h"
#include "c/parts.h"

static const char *const c_begin_macros[] = { "REMOTE", "HEADER", "IMPL", "STUB", "SKEL" };

static const struct {
	enum c_part part;
	const char *text;
} c_parts[] = {
	{ C_PART_STUB, part_stub },
	{ C_PART_STUB_WSTRING, part_stub_wstring },
	{ C_PART_STUB_HANDLE, part_stub_handle },
	{ C_PART_SKEL, part_skel },
	{ C_PART_SKEL_HANDLE, part_skel_handle },
	{ C_PART_NESTED, part_nested },
	{ C_PART_STUB_NESTED, part_stub_nested },
	{ C_PART_SKEL_NESTED, part_skel_nested },
};

/* Names that a user may change, to link stub and method into one program, say. */
static void c_macros(struct text *text)
{
	for (size_t i = 0; i < sizeof(c_begin_macros) / sizeof(c_begin_macros[0]); i++) {
		const char *name = c_begin_macros[i];

		text_printf(text, "#ifndef __QAIC_%s\n#define __QAIC_%s(name) name\n#endif\n",
			    name, name);
		if (i)
			text_printf(text, "#ifndef __QAIC_%s_EXPORT\n#define __QAIC_%s_EXPORT\n"
				    "#endif\n#ifndef __QAIC_%s_ATTRIBUTE\n"
				    "#define __QAIC_%s_ATTRIBUTE\n#endif\n", name, name, name,
				    name);
	}
	text_printf(text,
		    "#ifdef __cplusplus\n"
		    "#define _IDL_ASSERT static_assert\n"
		    "#else\n"
		    "#define _IDL_ASSERT _Static_assert\n"
		    "#endif\n"
		    "#define _IDL_STATIC __attribute__((unused)) static\n"
		    "#define _IDL_VISIBLE __attribute__((visibility(\"default\")))\n\n");
}

/* What comes from outside and is declared by no header everywhere. */
static void c_declare(const struct c_file *file, struct text *text)
{
	if (file->parts & C_PART_STUB_HANDLE)
		text_printf(text, "int __QAIC_REMOTE(remote_register_dma_handle)"
			    "(int fd, uint32_t len);\n\n");
	if (file->parts & C_PART_SKEL_HANDLE)
		text_printf(text, "int adsp_mmap_fd_getinfo(int fd, uint32_t *len);\n\n");
}

/**
 * c_begin() - put a stub or a skeleton together
 * @file: its parts
 * @text: for it
 * @source: what it is, for the first line
 */
void c_begin(struct c_file *file, struct text *text, const char *source)
{
	text_printf(text, "/* Made by qda-idl of %s: %s. Change that instead. */\n",
		    arena_printf(file->arena, "%s.idl", file->stem), source);
	text_printf(text, "#include <stdint.h>\n#include <stdlib.h>\n#include <string.h>\n\n"
		    "#include \"%s.h\"\n#include \"AEEStdErr.h\"\n\n", file->stem);
	c_macros(text);
	text_printf(text, "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n");
	c_declare(file, text);
	if (file->asserts.size)
		text_printf(text, "%s\n", file->asserts.data);
	for (size_t i = 0; i < sizeof(c_parts) / sizeof(c_parts[0]); i++)
		if (file->parts & c_parts[i].part)
			text_printf(text, "%s\n", c_parts[i].text);
	text_add(text, file->functions.data, file->functions.size);
	text_add(text, file->body.data, file->body.size);
	text_printf(text, "#ifdef __cplusplus\n}\n#endif\n");
}
