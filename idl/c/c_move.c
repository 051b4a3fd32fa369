// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: moves
 *
 * Generated statements that move a value between C and a call, and the functions
 * for types that take buffers of their own. A stub and a skeleton have the same
 * functions, each from its side:
 *
 *	_in_TYPE	what goes in
 *	_rout_TYPE	lengths and buffers of what comes out
 *	_back_TYPE	the plain values of what comes out, when the method has run
 *
 * and _in_each_TYPE, _rout_each_TYPE for sequences of it.
 */
#include "c/c.h"
#include "check/type.h"

static const char *const c_move_names[] = {
	[C_MOVE_IN] = "in", [C_MOVE_ROUT] = "rout", [C_MOVE_BACK] = "back",
};

/**
 * c_needs() - does a value of this type take part in a move?
 */
bool c_needs(const struct c_file *file, const struct type *type, enum c_move move)
{
	const struct type *plain = type_plain(type);
	const struct decl *decl = type_decl(plain);

	if (type_is_flat(plain))
		return move != C_MOVE_ROUT;
	if (move != C_MOVE_BACK)
		return true;
	if (decl) {
		for (const struct field *field = decl->fields; field; field = field->next)
			if (c_needs(file, field->type, move))
				return true;
		return false;
	}
	/* A stub sees to it that a text has an end. */
	return !file->skel && (plain->kind == TYPE_STRING || plain->kind == TYPE_WSTRING);
}

/**
 * c_need_nested() - have the functions for calls of any number of arguments
 */
void c_need_nested(struct c_file *file)
{
	file->parts |= C_PART_NESTED | (file->skel ? C_PART_SKEL_NESTED : C_PART_STUB_NESTED);
}

/**
 * c_claim() - claim that C sees the size of a type as the call does
 * @file: in which file
 * @type: flat
 */
void c_claim(struct c_file *file, const struct type *type)
{
	const struct packing packing = packing_of(type, PACKING_IN);
	const char *name;

	if (type->kind != TYPE_NAME)
		return;
	name = c_type(file, type);
	if (table_add(&file->made, arena_printf(file->arena, "sizeof %s", name), file))
		return;
	text_printf(&file->asserts, "_IDL_ASSERT(sizeof(%s) == %llu, \"%s\");\n", name,
		    (unsigned long long)packing.size, name);
}

/* The packing that a move of a type's records has. */
static struct packing c_record_packing(enum c_move move, const struct type *type)
{
	static const enum packing_part parts[] = {
		[C_MOVE_IN] = PACKING_IN, [C_MOVE_ROUT] = PACKING_LENGTHS,
		[C_MOVE_BACK] = PACKING_OUT,
	};

	return packing_of(type, parts[move]);
}

/**
 * c_move() - move a value
 * @file: in which file
 * @text: where the statement goes
 * @move: which way
 * @type: of the value
 * @place: where it is in C
 * @record: where its part is in a buffer
 * @call: pointer to the call
 */
void c_move(struct c_file *file, struct text *text, enum c_move move, const struct type *type,
	    struct c_place place, struct c_record record, const char *call)
{
	if (!c_needs(file, type, move))
		return;
	if (!c_record_packing(move, type).size)
		record = (struct c_record){ "NULL", 0 };
	if (type_is_flat(type))
		c_claim(file, type);
	if (file->skel)
		c_skel_move(file, text, move, type, place, record, call);
	else
		c_stub_move(file, text, move, type, place, record, call);
}

/* Moves of all members of a struct whose record begins at _record. */
static void c_members(struct c_file *file, struct text *text, enum c_move move,
		      const struct decl *decl, const char *object)
{
	struct packing record = PACKING_NONE;

	for (const struct field *field = decl->fields; field; field = field->next) {
		struct packing packing = c_record_packing(move, field->type);
		struct c_record place = { "_record", packing_place(&record, packing) };

		c_move(file, text, move, field->type, c_place_member(file, object, field), place,
		       "_call");
	}
}

/* The head of a function, and what its body begins with. */
static void c_function_head(struct c_file *file, struct text *text, enum c_move move,
			    const char *name, const struct type *type)
{
	/* Either it reads the record and writes the object, or the other way round. */
	bool reads = file->skel == (move != C_MOVE_BACK);
	const char *record = reads ? "const " : "";
	const char *object = reads || move == C_MOVE_ROUT ? "" : "const ";
	const char *c_name = c_type(file, type);

	if (move == C_MOVE_BACK) {
		/* As _idl_later() wants it. */
		text_printf(text, "_IDL_STATIC void %s(void *_from, void *_to)\n{\n", name);
		text_printf(text, "\tuint8_t *_record = (uint8_t *)_from;\n");
		text_printf(text, "\t%s *_object = (%s *)_to;\n\n", c_name, c_name);
	} else {
		text_printf(text, "_IDL_STATIC void %s(struct _idl_call *_call, %suint8_t *_record,\n"
			    "\t\t%s%s *_object)\n{\n", name, record, object, c_name);
	}
	if (!c_record_packing(move, type).size)
		text_printf(text, "\t(void)_record;\n");
}

/**
 * c_function() - have the function that moves a struct
 * @file: in which file
 * @move: which way
 * @decl: the struct; it is not flat, and has something to move
 *
 * Return: its name.
 */
const char *c_function(struct c_file *file, enum c_move move, const struct decl *decl)
{
	const char *name = arena_printf(file->arena, "_%s_%s", c_move_names[move], decl->c_name);
	const struct type type = { .kind = TYPE_NAME, .decl = decl };
	struct text text = { .arena = file->arena };

	if (table_add(&file->made, name, file))
		return name;
	c_need_nested(file);
	c_function_head(file, &text, move, name, &type);
	c_members(file, &text, move, decl, "_object");
	text_printf(&text, "}\n\n");
	/* Behind those that it calls, which were made meanwhile. */
	text_add(&file->functions, text.data, text.size);
	return name;
}

/* The function that moves an element back, for _idl_later(). */
static const char *c_back(struct c_file *file, const struct type *element)
{
	const struct decl *decl = type_decl(element);
	struct text text = { .arena = file->arena };
	const char *name;

	if (decl)
		return c_function(file, C_MOVE_BACK, decl);
	name = arena_printf(file->arena, "_back_%s", c_type(file, element));
	if (table_add(&file->made, name, file))
		return name;
	c_function_head(file, &text, C_MOVE_BACK, name, element);
	c_move(file, &text, C_MOVE_BACK, element, c_place_object(file, "_object"),
	       (struct c_record){ "_record", 0 }, "_call");
	text_printf(&text, "}\n\n");
	text_add(&file->functions, text.data, text.size);
	return name;
}

/* Takes or makes the buffers with the records of the elements. */
static void c_each_records(struct c_file *file, struct text *text, enum c_move move,
			   const struct type *element)
{
	struct packing in = c_record_packing(move, element);
	struct packing back = c_record_packing(C_MOVE_BACK, element);
	const char *count = file->skel ? "*_count" : "_count";

	if (in.size)
		text_printf(text, file->skel ?
			    "\t_records = _idl_in_records(_call, %s, %llu, %llu);\n" :
			    "\t_records = _idl_in_records(_call, %s, %llu);\n", count,
			    (unsigned long long)in.size, (unsigned long long)in.align);
	if (move == C_MOVE_ROUT && back.size)
		text_printf(text, file->skel ?
			    "\t_back = _idl_out_records(_call, %s, %llu, %llu);\n" :
			    "\t_back = _idl_out_records(_call, %s, %llu);\n", count,
			    (unsigned long long)back.size, (unsigned long long)back.align);
	if (file->skel)
		text_printf(text, "\t_to = (%s *)_idl_alloc(_call, *_count, sizeof(*_to));\n",
			    c_type(file, element));
	if (move == C_MOVE_ROUT && c_needs(file, element, C_MOVE_BACK))
		text_printf(text, "\t_idl_later(_call, %s, %s, %llu, _to, sizeof(*_to), %s);\n",
			    c_back(file, element), back.size ? "_back" : "NULL",
			    (unsigned long long)back.size, count);
}

static void c_each_head(struct c_file *file, struct text *text, enum c_move move,
			const char *name, const struct type *element)
{
	const char *type = c_type(file, element);

	if (file->skel)
		text_printf(text, "_IDL_STATIC %s *%s(struct _idl_call *_call, const uint8_t *_length,\n"
			    "\t\tint *_count)\n{\n", type, name);
	else
		text_printf(text, "_IDL_STATIC void %s(struct _idl_call *_call, void *_length,\n"
			    "\t\t%s%s *_to, int _count)\n{\n", name,
			    move == C_MOVE_IN ? "const " : "", type);
	if (c_record_packing(move, element).size)
		text_printf(text, "\t%suint8_t *_records;\n", file->skel ? "const " : "");
	if (move == C_MOVE_ROUT && c_record_packing(C_MOVE_BACK, element).size)
		text_printf(text, "\tuint8_t *_back;\n");
	if (file->skel)
		text_printf(text, "\t%s *_to;\n", type);
	if (file->skel || text->data[text->size - 2] == ';')
		text_printf(text, "\n");
}

/**
 * c_each() - have the function that moves a sequence
 * @file: in which file
 * @move: in or rout
 * @element: its type of elements, which take buffers of their own
 *
 * Return: its name.
 */
const char *c_each(struct c_file *file, enum c_move move, const struct type *element)
{
	const char *name = arena_printf(file->arena, "_%s_each_%s", c_move_names[move],
					c_type(file, element));
	struct text text = { .arena = file->arena };
	struct packing packing = c_record_packing(move, element);
	const char *record = "NULL";

	if (table_add(&file->made, name, file))
		return name;
	c_need_nested(file);
	c_each_head(file, &text, move, name, element);
	text_printf(&text, file->skel ? "\t_idl_count(_call, _length, _count);\n" :
		    "\t_idl_count(_call, _length, _to, _count);\n");
	c_each_records(file, &text, move, element);
	if (packing.size)
		record = arena_printf(file->arena, "_records + (size_t)_i * %llu",
				      (unsigned long long)packing.size);
	text_printf(&text, "\tfor (int _i = 0; !_call->err && _i < %s; _i++)\n\t",
		    file->skel ? "*_count" : "_count");
	c_move(file, &text, move, element, c_place_object(file, "(&_to[_i])"),
	       (struct c_record){ record, 0 }, "_call");
	text_printf(&text, "%s}\n\n", file->skel ? "\treturn _to;\n" : "");
	text_add(&file->functions, text.data, text.size);
	return name;
}
