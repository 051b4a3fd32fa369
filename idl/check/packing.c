// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: packing
 *
 * Where the arguments of a call lie: docs/idl.md has the rules. In short, each
 * thing has up to three parts, and each part lies in a record at the next offset
 * that is a multiple of its alignment:
 *
 *	what			goes in		lengths		comes out
 *	number, flat struct	its bytes	nothing		its bytes
 *	sequence, text		u32 length	u32 length	nothing
 *	dmahandle		nothing		nothing		nothing
 *	other struct		the record of these parts of its members
 *
 * The parameters of a method are such a record themselves.
 */
#include "check/packing.h"
#include "check/type.h"

static struct packing packing_flat(const struct type *type)
{
	const struct type *plain = type_plain(type);
	struct packing packing;

	if (plain->kind == TYPE_PRIMITIVE)
		return (struct packing){ plain->primitive->size, plain->primitive->size };
	if (plain->kind == TYPE_ARRAY) {
		packing = packing_of(plain->element, PACKING_IN);
		if (packing.size && plain->count > PACKING_SIZE_MAX / packing.size)
			packing.size = PACKING_SIZE_MAX + 1;
		else
			packing.size *= plain->count;
		return packing;
	}
	return (struct packing){ 4, 4 };	/* an enum */
}

/**
 * packing_of() - bytes and alignment of a part of a type
 */
struct packing packing_of(const struct type *type, enum packing_part part)
{
	const struct decl *decl = type_decl(type);

	if (decl && decl->kind != DECL_ENUM)
		return decl->packing[part];
	if (type_is_list(type))
		return part == PACKING_OUT ? PACKING_NONE : (struct packing){ 4, 4 };
	if (part == PACKING_LENGTHS || !type_is_flat(type))
		return PACKING_NONE;
	return packing_flat(type);
}

/**
 * packing_place() - put something into a record
 * @record: the record, which grows
 * @item: it
 *
 * Return: its offset.
 */
uint64_t packing_place(struct packing *record, struct packing item)
{
	uint64_t at = (record->size + item.align - 1) / item.align * item.align;

	if (!item.size)
		return record->size;
	record->size = at + item.size;
	if (record->align < item.align)
		record->align = item.align;
	return at;
}

/**
 * packing_round() - a record as an element of a list, or a member
 */
struct packing packing_round(struct packing record)
{
	record.size = (record.size + record.align - 1) / record.align * record.align;
	if (record.size > PACKING_SIZE_MAX)
		record.size = PACKING_SIZE_MAX + 1;
	return record;
}

/**
 * packing_struct() - work out the parts of a struct
 * @decl: the struct; its members are checked
 */
void packing_struct(struct decl *decl)
{
	decl->flat = true;
	for (int part = 0; part < PACKING_PARTS; part++)
		decl->packing[part] = PACKING_NONE;
	for (const struct field *field = decl->fields; field; field = field->next) {
		if (!type_is_flat(field->type))
			decl->flat = false;
		for (int part = 0; part < PACKING_PARTS; part++)
			packing_place(&decl->packing[part], packing_of(field->type, part));
	}
	for (int part = 0; part < PACKING_PARTS; part++)
		decl->packing[part] = packing_round(decl->packing[part]);
}

/**
 * packing_union() - work out the parts of a union
 * @decl: the union; its members are flat
 */
void packing_union(struct decl *decl)
{
	struct packing largest = PACKING_NONE, all = PACKING_NONE;

	for (const struct field *field = decl->fields; field; field = field->next) {
		struct packing packing = packing_of(field->type, PACKING_IN);

		if (largest.size < packing.size)
			largest.size = packing.size;
		if (largest.align < packing.align)
			largest.align = packing.align;
	}
	packing_place(&all, packing_of(decl->type, PACKING_IN));
	packing_place(&all, packing_round(largest));
	decl->flat = true;
	decl->packing[PACKING_IN] = packing_round(all);
	decl->packing[PACKING_LENGTHS] = PACKING_NONE;
	decl->packing[PACKING_OUT] = decl->packing[PACKING_IN];
}

/* Where a parameter that takes buffers of its own has them. */
static void packing_buffers(struct call *call, const struct field *field, struct slot *slot)
{
	const struct type *plain = type_plain(field->type);

	if (!type_is_simple(plain)) {
		call->nested = true;
	} else if (plain->kind == TYPE_DMAHANDLE) {
		slot->handle = field->direction == DIRECTION_IN ? call->in_handles++ :
			       call->out_handles++;
	} else if (type_is_list(plain)) {
		if (field->direction & DIRECTION_IN)
			slot->buffer_in = call->ins++;
		if (field->direction & DIRECTION_ROUT)
			slot->buffer_out = call->outs++;
	}
}

/**
 * packing_call() - work out how the arguments of a method lie in its call
 * @arena: for the result
 * @method: the method; it is checked
 * @number: its number in the interface that is called
 */
struct call *packing_call(struct arena *arena, const struct decl *method, uint32_t number)
{
	struct call *call = arena_alloc(arena, sizeof(*call));
	const struct field *field;
	unsigned int count = 0;

	call->method = method;
	call->number = number;
	call->in = call->out = PACKING_NONE;
	if (number >= PACKING_METHOD_MAX)
		packing_place(&call->in, (struct packing){ 4, 4 });
	for (field = method->fields; field; field = field->next)
		count++;
	call->slots = arena_alloc(arena, count * sizeof(*call->slots));
	count = 0;
	for (field = method->fields; field; field = field->next, count++) {
		struct slot *slot = &call->slots[count];

		if (field->direction & DIRECTION_IN)
			slot->at[PACKING_IN] =
				packing_place(&call->in, packing_of(field->type, PACKING_IN));
		if (!(field->direction & DIRECTION_ROUT))
			continue;
		slot->at[PACKING_LENGTHS] =
			packing_place(&call->in, packing_of(field->type, PACKING_LENGTHS));
		slot->at[PACKING_OUT] =
			packing_place(&call->out, packing_of(field->type, PACKING_OUT));
	}
	call->ins = call->in.size ? 1 : 0;
	call->outs = call->out.size ? 1 : 0;
	count = 0;
	for (field = method->fields; field; field = field->next)
		packing_buffers(call, field, &call->slots[count++]);
	return call;
}
