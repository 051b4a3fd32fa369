// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: stubs
 *
 * The functions that a program calls: they pack their arguments into a call and
 * unpack its answer.
 */
#include "c/c.h"
#include "check/check.h"
#include "check/type.h"

/* Plain values of this size lie on the stack. */
#define C_STUB_STACK	4096

/**
 * c_stub_move() - move a value between a call and the program; see c_move()
 */
void c_stub_move(struct c_file *file, struct text *text, enum c_move move,
		 const struct type *type, struct c_place place, struct c_record record,
		 const char *call)
{
	const struct type *plain = type_plain(type);
	const char *at = c_at(file, record), *direction = move == C_MOVE_IN ? "in" : "out";
	unsigned long long size = type_is_flat(type) ? packing_of(type, PACKING_IN).size :
				  plain->kind == TYPE_WSTRING ? 2 : 1;

	if (type_is_flat(type) && move == C_MOVE_IN) {
		text_printf(text, "\tmemcpy(%s, %s, %llu);\n", at, place.address, size);
	} else if (type_is_boolean(type)) {
		text_printf(text, "\t%s = *(%s) != 0;\n", place.value, at);
	} else if (type_is_flat(type)) {
		text_printf(text, "\tmemcpy(%s, %s, %llu);\n", place.address, at, size);
	} else if (type_decl(type)) {
		text_printf(text, "\t%s(%s%s%s, %s);\n", c_function(file, move, type_decl(type)),
			    move == C_MOVE_BACK ? "" : call, move == C_MOVE_BACK ? "" : ", ", at,
			    place.address);
	} else if (move == C_MOVE_BACK) {
		text_printf(text, "\tif (%s > 0)\n\t\t%s[%s - 1] = 0;\n", place.length,
			    place.data, place.length);
	} else if (plain->kind == TYPE_DMAHANDLE) {
		file->parts |= C_PART_STUB_HANDLE;
		text_printf(text, "\t_idl_%s_handle(%s, %s, %s, %s);\n", direction, call, place.fd,
			    place.offset, place.size);
	} else if (plain->kind != TYPE_SEQUENCE && move == C_MOVE_IN) {
		file->parts |= plain->kind == TYPE_WSTRING ? C_PART_STUB_WSTRING : 0;
		text_printf(text, "\t_idl_in_%sstring(%s, %s, %s);\n",
			    plain->kind == TYPE_WSTRING ? "w" : "", call, at, place.data);
	} else if (plain->kind == TYPE_SEQUENCE && !type_is_flat(plain->element)) {
		text_printf(text, "\t%s(%s, %s, %s, %s);\n", c_each(file, move, plain->element),
			    call, at, place.data, place.length);
	} else {
		if (plain->kind == TYPE_SEQUENCE) {
			c_claim(file, plain->element);
			size = packing_of(plain->element, PACKING_IN).size;
		}
		text_printf(text, "\t_idl_%s(%s, %s, %s, %s, %llu);\n", direction, call, at,
			    place.data, place.length, size);
	}
}

/* The record of a primary buffer, on the stack or not. */
static struct c_record c_stub_record(bool nested, const char *name, uint64_t at)
{
	if (name[1] == 'i')
		return (struct c_record){ nested ? "_in" : "(uint8_t *)_in", at };
	return (struct c_record){ nested ? "_out" : "(uint8_t *)_out", at };
}

static void c_stub_begin_nested(struct text *text, uint64_t in, uint64_t out)
{
	text_printf(text, "\tstruct _idl_call _call;\n");
	if (in)
		text_printf(text, "\tuint8_t *_in;\n");
	if (out)
		text_printf(text, "\tuint8_t *_out;\n");
	text_printf(text, "\n\t_idl_begin_nested(&_call);\n");
	if (in)
		text_printf(text, "\t_in = (uint8_t *)_idl_alloc(&_call, 1, %llu);\n",
			    (unsigned long long)in);
	if (out)
		text_printf(text, "\t_out = (uint8_t *)_idl_alloc(&_call, 1, %llu);\n",
			    (unsigned long long)out);
}

static void c_stub_begin(struct text *text, const struct call *call, uint64_t in, uint64_t out)
{
	unsigned int args = call->ins + call->outs + call->in_handles + call->out_handles;

	if (in)
		text_printf(text, "\tuint64_t _in[%llu] = { 0 };\n",
			    (unsigned long long)(in + 7) / 8);
	if (out)
		text_printf(text, "\tuint64_t _out[%llu] = { 0 };\n",
			    (unsigned long long)(out + 7) / 8);
	text_printf(text, "\tremote_arg _args[%u];\n\tstruct _idl_call _call;\n\n"
		    "\t_idl_begin(&_call, _args, %u, %u, %u);\n", args ? args : 1, call->ins,
		    call->outs, call->in_handles);
}

/* Packs all that goes in. */
static void c_stub_pack(struct c_file *file, const struct call *call, bool nested)
{
	const struct field *field = call->method->fields;
	struct text *text = &file->body;

	if (call->number >= PACKING_METHOD_MAX)
		text_printf(text, "\tmemcpy(_in, &_method, sizeof(_method));\n");
	for (unsigned int i = 0; field; field = field->next, i++) {
		struct c_place place = c_place_parameter(file, field);
		const uint64_t *at = call->slots[i].at;

		if (field->direction & DIRECTION_IN)
			c_move(file, text, C_MOVE_IN, field->type, place,
			       c_stub_record(nested, "_in", at[PACKING_IN]), "&_call");
		if (field->direction & DIRECTION_ROUT)
			c_move(file, text, C_MOVE_ROUT, field->type, place,
			       c_stub_record(nested, "_in", at[PACKING_LENGTHS]), "&_call");
	}
}

static bool c_stub_has_back(struct c_file *file, const struct call *call)
{
	for (const struct field *f = call->method->fields; f; f = f->next)
		if ((f->direction & DIRECTION_ROUT) && c_needs(file, f->type, C_MOVE_BACK))
			return true;
	return call->nested;
}

/* Unpacks all that comes out. */
static void c_stub_unpack(struct c_file *file, const struct call *call, bool nested)
{
	const struct field *field = call->method->fields;
	struct text *text = &file->body;

	if (!c_stub_has_back(file, call))
		return;
	text_printf(text, "\tif (_call.err)\n\t\tgoto end;\n");
	for (unsigned int i = 0; field; field = field->next, i++)
		if (field->direction & DIRECTION_ROUT)
			c_move(file, text, C_MOVE_BACK, field->type,
			       c_place_parameter(file, field),
			       c_stub_record(nested, "_out", call->slots[i].at[PACKING_OUT]),
			       "&_call");
	if (nested)
		text_printf(text, "\t_idl_do_later(&_call);\n");
	text_printf(text, "end:\n");
}

static void c_stub_invoke(struct c_file *file, const struct decl *interface,
			  const struct call *call, bool nested)
{
	const char *method = call->number >= PACKING_METHOD_MAX ? "31" :
			     arena_printf(file->arena, "%u", call->number);
	const char *args = nested ? "_idl_args(&_call)" : "_args";

	if (!nested && !(call->ins + call->outs + call->in_handles + call->out_handles))
		args = "NULL";
	text_printf(&file->body, "\tif (!_call.err)\n\t\t_call.err = __QAIC_REMOTE(remote_handle%s"
		    "_invoke%s)(_h,%s\n\t\t\tREMOTE_SCALARS_MAKEX(0, %s, _call.ins, _call.outs,\n"
		    "\t\t\t_call.in_handles, _call.out_handles), %s);\n",
		    interface->handle ? "64" : "", call->method->async ? "_async" : "",
		    call->method->async ? " asyncDesc," : "", method, args);
}

static void c_stub_method(struct c_file *file, const struct decl *interface,
			  const struct decl *method, uint32_t number)
{
	const struct call *call = packing_call(file->arena, method, number);
	uint64_t in = packing_round(call->in).size, out = packing_round(call->out).size;
	bool nested = call->nested || in > C_STUB_STACK || out > C_STUB_STACK;
	struct text *text = &file->body;
	const char *result = c_result(file, method);

	if (nested)
		c_need_nested(file);
	text_printf(text, "__QAIC_STUB_EXPORT %s __QAIC_STUB(%s_%s)(%s) __QAIC_STUB_ATTRIBUTE\n{\n",
		    result, interface->c_name, method->name,
		    c_parameters(file, interface, method));
	if (!interface->handle)
		text_printf(text, "\tremote_handle _h = _%s_handle();\n", interface->c_name);
	if (number >= PACKING_METHOD_MAX)
		text_printf(text, "\tconst uint32_t _method = %u;\n", number);
	if (nested)
		c_stub_begin_nested(text, in, out);
	else
		c_stub_begin(text, call, in, out);
	if (!interface->handle)
		text_printf(text, "\tif (_h == (remote_handle)-1)\n"
			    "\t\t_call.err = AEE_EINVHANDLE;\n");
	if (in)
		text_printf(text, "\t_idl_record_in(&_call, _in, %llu);\n", (unsigned long long)in);
	if (out)
		text_printf(text, "\t_idl_record_out(&_call, _out, %llu);\n",
			    (unsigned long long)out);
	if (nested)
		text_printf(text, "\tif (_call.err) {\n\t\t_idl_free(&_call);\n"
			    "\t\treturn (%s)_call.err;\n\t}\n", result);
	c_stub_pack(file, call, nested);
	c_stub_invoke(file, interface, call, nested);
	c_stub_unpack(file, call, nested);
	text_printf(text, "%s\treturn (%s)_call.err;\n}\n\n",
		    nested ? "\t_idl_free(&_call);\n" : "", result);
}

/* A handle of the program's own, or the one that the process has for the interface. */
static void c_stub_open(struct c_file *file, const struct decl *interface)
{
	const char *name = interface->c_name;

	if (interface->handle) {
		text_printf(&file->body,
			    "__QAIC_STUB_EXPORT int __QAIC_STUB(%s_open)(const char *uri, "
			    "remote_handle64 *h) __QAIC_STUB_ATTRIBUTE\n{\n"
			    "\treturn __QAIC_REMOTE(remote_handle64_open)(uri, h);\n}\n\n"
			    "__QAIC_STUB_EXPORT int __QAIC_STUB(%s_close)(remote_handle64 h) "
			    "__QAIC_STUB_ATTRIBUTE\n{\n"
			    "\treturn __QAIC_REMOTE(remote_handle64_close)(h);\n}\n\n",
			    name, name);
		return;
	}
	text_printf(&file->body,
		    "#ifndef _const_%s_handle\n#define _const_%s_handle ((remote_handle)-1)\n"
		    "#endif\n\n"
		    "/* Opened by the first call, for all of them; the loser of a race closes its own. */\n"
		    "__QAIC_STUB_EXPORT remote_handle _%s_handle(void);\n"
		    "__QAIC_STUB_EXPORT remote_handle _%s_handle(void)\n{\n"
		    "\tstatic remote_handle _shared = _const_%s_handle;\n"
		    "\tremote_handle _none = (remote_handle)-1, _mine = _none;\n\n"
		    "\tif (__atomic_load_n(&_shared, __ATOMIC_ACQUIRE) != _none)\n"
		    "\t\treturn _shared;\n"
		    "\tif (__QAIC_REMOTE(remote_handle_open)(\"%s\", &_mine))\n"
		    "\t\treturn _none;\n"
		    "\tif (!__atomic_compare_exchange_n(&_shared, &_none, _mine, 0, __ATOMIC_ACQ_REL,\n"
		    "\t\t\t\t\t __ATOMIC_ACQUIRE))\n"
		    "\t\t(void)__QAIC_REMOTE(remote_handle_close)(_mine);\n"
		    "\treturn _shared;\n}\n\n", name, name, name, name, name, name);
}

/**
 * c_stub() - generate the stub of an interface
 * @file: how
 * @text: for it
 * @interface: which one
 */
void c_stub(struct c_file *file, struct text *text, const struct decl *interface)
{
	const struct decl **methods;
	unsigned int count;

	file->parts |= C_PART_STUB;
	methods = check_methods(file->arena, interface, &count);
	c_stub_open(file, interface);
	for (unsigned int i = 0; i < count; i++)
		c_stub_method(file, interface, methods[i], interface->handle ? i + 2 : i);
	c_begin(file, text, arena_printf(file->arena, "the stub of %s", interface->c_name));
}
