// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: skeletons
 *
 * The functions that a call arrives at: they check it, and hand its arguments to
 * the methods. The other side is not trusted: no count, no size, no alignment.
 */
#include <stdio.h>

#include "c/c.h"
#include "check/check.h"
#include "check/type.h"

/**
 * c_skel_move() - move a value between a call and an object; see c_move()
 */
void c_skel_move(struct c_file *file, struct text *text, enum c_move move,
		 const struct type *type, struct c_place place, struct c_record record,
		 const char *call)
{
	const struct type *plain = type_plain(type);
	const char *at = c_at(file, record), *direction = move == C_MOVE_IN ? "in" : "out";
	unsigned long long size = type_is_flat(type) ? packing_of(type, PACKING_IN).size :
				  plain->kind == TYPE_WSTRING ? 2 : 1;

	if (type_is_flat(type) && move == C_MOVE_BACK) {
		text_printf(text, "\tmemcpy(%s, %s, %llu);\n", at, place.address, size);
	} else if (type_is_boolean(type)) {
		text_printf(text, "\t%s = *(%s) != 0;\n", place.value, at);
	} else if (type_is_flat(type)) {
		text_printf(text, "\tmemcpy(%s, %s, %llu);\n", place.address, at, size);
	} else if (type_decl(type)) {
		text_printf(text, "\t%s(%s%s%s, %s);\n", c_function(file, move, type_decl(type)),
			    move == C_MOVE_BACK ? "" : call, move == C_MOVE_BACK ? "" : ", ", at,
			    place.address);
	} else if (plain->kind == TYPE_DMAHANDLE) {
		file->parts |= C_PART_SKEL_HANDLE;
		text_printf(text, "\t_idl_%s_handle(%s, &%s, &%s, &%s);\n", direction, call,
			    place.fd, place.offset, place.size);
	} else if (plain->kind != TYPE_SEQUENCE) {
		const char *unit = plain->kind == TYPE_WSTRING ? "_wchar_t" : "char";

		if (move == C_MOVE_IN)
			text_printf(text, "\t%s = (%s *)_idl_in_string(%s, %s, &%s, %llu);\n",
				    place.data, unit, call, at, place.length, size);
		else
			text_printf(text, "\t%s = (%s *)_idl_out(%s, %s, &%s, %llu, %llu);\n",
				    place.data, unit, call, at, place.length, size, size);
	} else if (!type_is_flat(plain->element)) {
		text_printf(text, "\t%s = %s(%s, %s, &%s);\n", place.data,
			    c_each(file, move, plain->element), call, at, place.length);
	} else {
		struct packing packing = packing_of(plain->element, PACKING_IN);

		c_claim(file, plain->element);
		text_printf(text, "\t%s = (%s *)_idl_%s(%s, %s, &%s, %llu, %llu);\n", place.data,
			    c_type(file, plain->element), direction, call, at, place.length,
			    (unsigned long long)packing.size, (unsigned long long)packing.align);
	}
}

/* What a list has for elements, in C. */
static const char *c_skel_element(const struct c_file *file, const struct type *plain)
{
	if (plain->kind == TYPE_STRING)
		return "char";
	if (plain->kind == TYPE_WSTRING)
		return "_wchar_t";
	return c_type(file, plain->element);
}

static bool c_skel_is_text(const struct type *plain)
{
	return plain->kind == TYPE_STRING || plain->kind == TYPE_WSTRING;
}

/* The variables of a parameter. */
static void c_skel_declare(struct c_file *file, const struct field *field)
{
	const struct type *plain = type_plain(field->type);
	const char *name = field->c_name, *type = c_type(file, field->type);
	struct text *text = &file->body;

	if (plain->kind == TYPE_DMAHANDLE) {
		text_printf(text, "\tuint32_t %sOffset = 0, %sLen = 0;\n\tint %s = 0;\n",
			    name, name, name);
	} else if (type_is_list(plain)) {
		text_printf(text, "\t%s *%s = NULL;\n", c_skel_element(file, plain), name);
		if (!c_skel_is_text(plain) || field->direction != DIRECTION_IN)
			text_printf(text, "\tint %sLen = 0;\n", name);
	} else if (type_is_scalar(plain) && field->direction == DIRECTION_IN) {
		text_printf(text, "\t%s %s;\n", type, name);
	} else if (plain->kind == TYPE_ARRAY) {
		text_printf(text, "\t%s *%s;\n", type, name);
	} else {
		text_printf(text, "\t%s *%s;\n", type, name);
	}
}

/* A flat parameter is used where it lies in the record, if it is no number that goes in. */
static void c_skel_flat(struct c_file *file, const struct field *field, const uint64_t *at)
{
	struct c_record in = { "_in", at[PACKING_IN] }, out = { "_out", at[PACKING_OUT] };
	const char *type = c_type(file, field->type), *name = field->c_name;
	struct text *text = &file->body;

	c_claim(file, field->type);
	if (field->direction == DIRECTION_IN && type_is_scalar(field->type)) {
		c_move(file, text, C_MOVE_IN, field->type, c_place_parameter(file, field), in,
		       "&_call");
		return;
	}
	if (field->direction == DIRECTION_IN) {
		text_printf(text, "\t%s = (%s *)(void *)(uintptr_t)(%s);\n", name, type,
			    c_at(file, in));
		return;
	}
	text_printf(text, "\t%s = (%s *)(void *)(%s);\n", name, type, c_at(file, out));
	if (field->direction != DIRECTION_INROUT)
		return;
	if (type_is_boolean(field->type))
		text_printf(text, "\t*%s = *(%s) != 0;\n", name, c_at(file, in));
	else
		text_printf(text, "\tmemcpy(%s, %s, %llu);\n", name, c_at(file, in),
			    (unsigned long long)packing_of(field->type, PACKING_IN).size);
}

/* A struct that takes buffers of its own is put together in memory. */
static void c_skel_struct(struct c_file *file, const struct field *field, const uint64_t *at)
{
	bool in = field->direction == DIRECTION_IN;
	enum c_move move = in ? C_MOVE_IN : C_MOVE_ROUT;
	struct c_record record = { "_in", at[in ? PACKING_IN : PACKING_LENGTHS] };
	const struct decl *decl = type_decl(field->type);
	const char *name = field->c_name;
	struct text *text = &file->body;

	if (!packing_of(field->type, in ? PACKING_IN : PACKING_LENGTHS).size)
		record = (struct c_record){ "NULL", 0 };
	text_printf(text, "\t%s = (%s *)_idl_alloc(&_call, 1, sizeof(*%s));\n\tif (%s)\n\t", name,
		    c_type(file, field->type), name, name);
	c_move(file, text, move, field->type, c_place_parameter(file, field), record, "&_call");
	if (in || !c_needs(file, field->type, C_MOVE_BACK))
		return;
	text_printf(text, "\t_idl_later(&_call, %s, %s, 0, %s, 0, 1);\n",
		    c_function(file, C_MOVE_BACK, decl),
		    c_at(file, (struct c_record){ "_out", at[PACKING_OUT] }), name);
}

static void c_skel_inrout(struct c_file *file, const struct field *field, const uint64_t *at)
{
	const struct type *plain = type_plain(field->type);
	unsigned long long size = plain->kind == TYPE_WSTRING ? 2 : 1, align = size;
	const char *in = c_at(file, (struct c_record){ "_in", at[PACKING_IN] });
	const char *lengths = c_at(file, (struct c_record){ "_in", at[PACKING_LENGTHS] });
	struct text *text = &file->body;

	if (c_skel_is_text(plain)) {
		text_printf(text, "\t_from = _idl_in_string(&_call, %s, &_length, %llu);\n", in,
			    size);
	} else {
		c_claim(file, plain->element);
		size = packing_of(plain->element, PACKING_IN).size;
		align = packing_of(plain->element, PACKING_IN).align;
		text_printf(text, "\t_from = _idl_in(&_call, %s, &_length, %llu, %llu);\n", in,
			    size, align);
	}
	text_printf(text, "\t%s = (%s *)_idl_inout(&_call, _from, _length, %s, &%sLen, %llu, "
		    "%llu);\n", field->c_name, c_skel_element(file, plain), lengths, field->c_name,
		    size, align);
}

static void c_skel_unpack(struct c_file *file, const struct field *field, const uint64_t *at)
{
	const struct type *plain = type_plain(field->type);
	struct c_place place = c_place_parameter(file, field);
	bool in = field->direction == DIRECTION_IN;

	if (type_is_flat(plain)) {
		c_skel_flat(file, field, at);
	} else if (type_decl(plain)) {
		c_skel_struct(file, field, at);
	} else if (field->direction == DIRECTION_INROUT) {
		c_skel_inrout(file, field, at);
	} else {
		if (in && c_skel_is_text(plain))
			place.length = "_length";
		c_move(file, &file->body, in ? C_MOVE_IN : C_MOVE_ROUT, plain, place,
		       (struct c_record){ "_in", at[in ? PACKING_IN : PACKING_LENGTHS] },
		       "&_call");
	}
}

/* Calls the method with the variables of its parameters. */
static void c_skel_call(struct c_file *file, const struct decl *interface,
			const struct decl *method)
{
	struct text *text = &file->body;
	const char *comma = "";

	text_printf(text, "\t_idl_end(&_call);\n\tif (!_call.err)\n\t\t_call.err = (int)"
		    "__QAIC_IMPL(%s_%s)(", interface->c_name, method->name);
	if (interface->handle) {
		text_printf(text, "_h");
		comma = ", ";
	}
	if (method->async) {
		text_printf(text, "%sNULL", comma);
		comma = ", ";
	}
	for (const struct field *field = method->fields; field; field = field->next) {
		const struct type *plain = type_plain(field->type);
		const char *name = field->c_name;

		text_printf(text, "%s", comma);
		comma = ", ";
		if (plain->kind == TYPE_ARRAY)
			text_printf(text, "*%s", name);
		else
			text_printf(text, "%s", name);
		if (plain->kind == TYPE_DMAHANDLE)
			text_printf(text, ", %sOffset, %sLen", name, name);
		else if (type_is_list(plain) &&
			 (!c_skel_is_text(plain) || field->direction != DIRECTION_IN))
			text_printf(text, ", %sLen", name);
	}
	text_printf(text, ");\n");
}

/* The variables that several parameters share. */
static void c_skel_locals(struct c_file *file, const struct call *call)
{
	bool needs_length = false, needs_from = false;
	const struct field *field;

	for (field = call->method->fields; field; field = field->next) {
		const struct type *plain = type_plain(field->type);

		if (!type_is_list(plain))
			continue;
		needs_from |= field->direction == DIRECTION_INROUT;
		needs_length |= field->direction == DIRECTION_INROUT ||
				(field->direction == DIRECTION_IN && c_skel_is_text(plain));
	}
	text_printf(&file->body, "\tstruct _idl_call _call;\n%s%s%s%s",
		    call->in.size ? "\tconst uint8_t *_in;\n" : "",
		    call->out.size ? "\tuint8_t *_out;\n" : "",
		    needs_from ? "\tconst void *_from;\n" : "",
		    needs_length ? "\tint _length;\n" : "");
	for (field = call->method->fields; field; field = field->next)
		c_skel_declare(file, field);
}

static void c_skel_method(struct c_file *file, const struct decl *interface,
			  const struct decl *method, uint32_t number)
{
	const struct call *call = packing_call(file->arena, method, number);
	const struct field *field = method->fields;
	struct text *text = &file->body;

	if (call->nested)
		c_need_nested(file);
	text_printf(text, "static int _skel_%s(%suint32_t _sc, remote_arg *_args)\n{\n",
		    method->name, interface->handle ? "remote_handle64 _h, " : "");
	c_skel_locals(file, call);
	text_printf(text, "\n\t_idl_begin(&_call, _sc, _args);\n");
	if (call->in.size)
		text_printf(text, "\t_in = _idl_record_in(&_call, %llu, %llu);\n",
			    (unsigned long long)call->in.size,
			    (unsigned long long)call->in.align);
	if (call->out.size)
		text_printf(text, "\t_out = _idl_record_out(&_call, %llu, %llu);\n",
			    (unsigned long long)call->out.size,
			    (unsigned long long)call->out.align);
	if (call->in.size || call->out.size)
		text_printf(text, "\tif (_call.err)\n\t\treturn _call.err;\n");
	/* Nothing goes in but the number, which has been read. */
	if (number >= PACKING_METHOD_MAX && call->in.size == sizeof(number))
		text_printf(text, "\t(void)_in;\n");
	for (unsigned int i = 0; field; field = field->next, i++)
		c_skel_unpack(file, field, call->slots[i].at);
	c_skel_call(file, interface, method);
	if (call->nested)
		text_printf(text, "\tif (!_call.err)\n\t\t_idl_do_later(&_call);\n"
			    "\t_idl_free(&_call);\n");
	text_printf(text, "\treturn _call.err;\n}\n\n");
}

/* Accepts a stub that is not newer; docs/idl.md has the rules of its text. */
static void c_skel_version(struct c_file *file)
{
	unsigned int part[3] = { 0 };

	sscanf(file->version, "%u.%u.%u", &part[0], &part[1], &part[2]);
	text_printf(&file->body,
		    "static int _idl_check_version(const char *uri)\n{\n"
		    "\tconst unsigned int ours[3] = { %u, %u, %u };\n"
		    "\tunsigned int theirs[3] = { 0, 0, 0 };\n"
		    "\tint part = 0, dots = 0, digits = 0;\n"
		    "\tconst char *text = strstr(uri, \"_idlver=\");\n\n"
		    "\tif (!text)\n\t\treturn AEE_ESTUBSKELVERMISMATCH;\n"
		    "\tfor (text += 8; *text && *text != '&'; text++) {\n"
		    "\t\tif (*text == '.') {\n"
		    "\t\t\tpart += digits ? 1 : 0;\n"
		    "\t\t\tdigits = 0;\n"
		    "\t\t\tif (++dots > 2 && text[1] && text[1] != '&')\n"
		    "\t\t\t\treturn AEE_ESTUBSKELVERMISMATCH;\n"
		    "\t\t\tcontinue;\n\t\t}\n"
		    "\t\tif (*text < '0' || *text > '9')\n"
		    "\t\t\treturn AEE_ESTUBSKELVERMISMATCH;\n"
		    "\t\tdigits = 1;\n"
		    "\t\ttheirs[part] = theirs[part] * 10 + (unsigned int)(*text - '0');\n"
		    "\t\tif (theirs[part] > 999)\n"
		    "\t\t\treturn AEE_ESTUBSKELVERMISMATCH;\n\t}\n"
		    "\tfor (part = 0; part < 3; part++)\n"
		    "\t\tif (theirs[part] != ours[part])\n"
		    "\t\t\treturn theirs[part] < ours[part] ? AEE_SUCCESS :\n"
		    "\t\t\t\t(int)AEE_ESTUBSKELVERMISMATCH;\n"
		    "\treturn AEE_SUCCESS;\n}\n\n", part[0], part[1], part[2]);
}

/* The two calls that open and close a handle. */
static void c_skel_open(struct c_file *file, const struct decl *interface)
{
	const char *name = interface->c_name, *check = "";

	if (file->version) {
		c_skel_version(file);
		check = "\tif (!_call.err)\n\t\t_call.err = _idl_check_version(_uri);\n";
	}
	text_printf(&file->body,
		    "static int _skel_open(uint32_t _sc, remote_arg *_args)\n{\n"
		    "\tstruct _idl_call _call;\n\tconst uint8_t *_in;\n\tremote_handle64 _h = 0;\n"
		    "\tconst char *_uri;\n\tint _length;\n\n"
		    "\tif ((_sc & 0xffffff) != REMOTE_SCALARS_MAKEX(0, 0, 2, 0, 0, 1))\n"
		    "\t\treturn AEE_EBADPARM;\n"
		    "\t_idl_begin(&_call, _sc, _args);\n"
		    "\t_in = _idl_record_in(&_call, 4, 4);\n"
		    "\tif (_call.err)\n\t\treturn _call.err;\n"
		    "\t_uri = (const char *)_idl_in_string(&_call, _in, &_length, 1);\n%s"
		    "\tif (!_call.err)\n\t\t_call.err = __QAIC_IMPL(%s_open)(_uri, &_h);\n"
		    "\tif (!_call.err)\n\t\t_call.out_handle->h64 = _h;\n"
		    "\treturn _call.err;\n}\n\n"
		    "static int _skel_close(uint32_t _sc, remote_arg *_args)\n{\n"
		    "\tif ((_sc & 0xffffff) != REMOTE_SCALARS_MAKEX(0, 0, 0, 0, 1, 0))\n"
		    "\t\treturn AEE_EBADPARM;\n"
		    "\treturn __QAIC_IMPL(%s_close)(_args[0].h64);\n}\n\n",
		    check, name, name);
}

/* Where a call arrives. */
static void c_skel_entry(struct c_file *file, const struct decl *interface,
			 const struct decl **methods, unsigned int count)
{
	unsigned int first = interface->handle ? 2 : 0;
	struct text *text = &file->body;
	const char *head = arena_printf(file->arena, "__QAIC_SKEL_EXPORT int __QAIC_SKEL(%s_skel%s_invoke)"
					"(%suint32_t _sc, remote_arg *_args)", interface->c_name,
					interface->handle ? "_handle" : "",
					interface->handle ? "remote_handle64 _h, " : "");

	text_printf(text, "_IDL_VISIBLE %s __QAIC_SKEL_ATTRIBUTE;\n%s\n{\n"
		    "\tuint32_t _method = REMOTE_SCALARS_METHOD(_sc);\n\n%s", head, head,
		    interface->handle && !count ? "\t(void)_h;\n" : "");
	text_printf(text, "\tif (_method == 31) {\n"
		    "\t\tif (!REMOTE_SCALARS_INBUFS(_sc) || _args[0].buf.nLen < sizeof(_method) ||\n"
		    "\t\t    !_args[0].buf.pv)\n\t\t\treturn AEE_EBADPARM;\n"
		    "\t\tmemcpy(&_method, _args[0].buf.pv, sizeof(_method));\n"
		    "\t\tif (_method < 31)\n\t\t\treturn AEE_EUNSUPPORTED;\n\t}\n");
	text_printf(text, "\tswitch (_method) {\n");
	if (interface->handle)
		text_printf(text, "\tcase 0:\n\t\treturn _skel_open(_sc, _args);\n"
			    "\tcase 1:\n\t\treturn _skel_close(_sc, _args);\n");
	for (unsigned int i = 0; i < count; i++)
		text_printf(text, "\tcase %u:\n\t\treturn _skel_%s(%s_sc, _args);\n", first + i,
			    methods[i]->name, interface->handle ? "_h, " : "");
	text_printf(text, "\tdefault:\n\t\treturn AEE_EUNSUPPORTED;\n\t}\n}\n\n");
}

/* Declared here too, where __QAIC_IMPL gives them names of their own. */
static void c_skel_methods(struct c_file *file, const struct decl *interface,
			   const struct decl **methods, unsigned int count)
{
	struct text *text = &file->body;
	const char *name = interface->c_name;

	if (interface->handle)
		text_printf(text, "__QAIC_IMPL_EXPORT int __QAIC_IMPL(%s_open)(const char *uri, "
			    "remote_handle64 *h) __QAIC_IMPL_ATTRIBUTE;\n"
			    "__QAIC_IMPL_EXPORT int __QAIC_IMPL(%s_close)(remote_handle64 h) "
			    "__QAIC_IMPL_ATTRIBUTE;\n", name, name);
	for (unsigned int i = 0; i < count; i++)
		text_printf(text, "__QAIC_IMPL_EXPORT %s __QAIC_IMPL(%s_%s)(%s) __QAIC_IMPL_ATTRIBUTE;\n",
			    c_result(file, methods[i]), name, methods[i]->name,
			    c_parameters(file, interface, methods[i]));
	text_printf(text, "\n");
}

/**
 * c_skel() - generate the skeleton of an interface
 * @file: how
 * @text: for it
 * @interface: which one
 */
void c_skel(struct c_file *file, struct text *text, const struct decl *interface)
{
	const char *entry = interface->handle ? "skel_handle_invoke" : "skel_invoke";
	const struct decl **methods;
	unsigned int count;

	file->skel = true;
	file->parts |= C_PART_SKEL;
	methods = check_methods(file->arena, interface, &count);
	c_skel_methods(file, interface, methods, count);
	/* What the public compiler would write there: loaders know which packing it is. */
	text_printf(&file->body, "extern uint32_t %s_%s_qaic_version;\n"
		    "_IDL_VISIBLE uint32_t %s_%s_qaic_version = 10051;\n", interface->c_name, entry,
		    interface->c_name, entry);
	if (interface->handle) {
		text_printf(&file->body, "extern char %s_%s_uri[];\n_IDL_VISIBLE char %s_%s_uri[] =\n"
			    "\t\"%s\";\n\n", interface->c_name, entry, interface->c_name, entry,
			    c_uri(file, interface));
		c_skel_open(file, interface);
	}
	for (unsigned int i = 0; i < count; i++)
		c_skel_method(file, interface, methods[i], interface->handle ? i + 2 : i);
	c_skel_entry(file, interface, methods, count);
	c_begin(file, text, arena_printf(file->arena, "the skeleton of %s", interface->c_name));
}
