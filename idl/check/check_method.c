// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: checks of methods
 *
 * Which parameters a method can have.
 */
#include <string.h>

#include "check/check.h"
#include "check/packing.h"
#include "check/type.h"

/* What a call has place for. */
#define CHECK_BUFFERS_MAX	255u
#define CHECK_HANDLES_MAX	15u

static void check_result(struct scope *scope, struct decl *method)
{
	const struct type *plain;

	if (!method->type)
		return;
	check_type(scope, method->scope, method->type);
	plain = type_plain(method->type);
	if (!type_is_scalar(plain) || packing_of(plain, PACKING_IN).size != 4 ||
	    (plain->kind == TYPE_PRIMITIVE && plain->primitive->kind != PRIMITIVE_INTEGER))
		report_error(scope->report, method->type->span,
			     "a method returns long, or an integer of that size: its error");
}

static void check_direction(struct scope *scope, const struct field *field)
{
	const struct type *plain = type_plain(field->type);

	if (field->direction != DIRECTION_INROUT)
		return;
	if (plain->kind == TYPE_DMAHANDLE)
		report_error(scope->report, field->span, "a dmahandle is 'in' or 'rout'");
	else if (!type_is_simple(plain))
		report_error(scope->report, field->span, "what has sequences or texts inside "
			     "is 'in' or 'rout': take two parameters");
}

/* The answer of an asynchronous call comes when its stub has returned. */
static void check_async(struct scope *scope, const struct field *field)
{
	const struct type *plain = type_plain(field->type);

	if (field->direction == DIRECTION_IN ||
	    (plain->kind == TYPE_SEQUENCE && type_is_flat(plain->element)))
		return;
	report_error(scope->report, field->span,
		     "what an async method gives back is a sequence of plain values");
}

/* How many parameters in C: the first, its length, its offset. */
static int check_c_parts(const struct field *field)
{
	const struct type *plain = type_plain(field->type);

	if (plain->kind == TYPE_DMAHANDLE)
		return 3;
	if (!type_is_list(plain))
		return 1;
	return plain->kind != TYPE_SEQUENCE && field->direction == DIRECTION_IN ? 1 : 2;
}

/* Names of parameters, with those that C gets for lengths and the parts of handles. */
static void check_parameters(struct scope *scope, const struct decl *method)
{
	struct table names = { .arena = scope->arena };

	for (struct field *field = method->fields; field; field = field->next) {
		const char *parts[] = { "", "Len", "Offset" };
		int count;

		check_type(scope, method->scope, field->type);
		field->c_name = scope_local(scope, field->name);
		count = check_c_parts(field);
		for (int i = 0; i < count; i++)
			if (table_add(&names, arena_printf(scope->arena, "%s%s", field->c_name,
							   parts[i]), field))
				report_error(scope->report, field->span,
					     "'%s%s' is a parameter already, or made for one",
					     field->name, parts[i]);
		check_direction(scope, field);
		if (method->async)
			check_async(scope, field);
		if (method->oneway && field->direction != DIRECTION_IN)
			report_error(scope->report, field->span,
				     "a oneway method gives nothing back: 'in' only");
	}
}

/* Does it fit into a call? */
static void check_call(struct scope *scope, const struct decl *method)
{
	const struct call *call = packing_call(scope->arena, method, PACKING_METHOD_MAX);

	if (call->in.size > PACKING_SIZE_MAX || call->out.size > PACKING_SIZE_MAX)
		report_error(scope->report, method->span,
			     "the parameters are larger than 2 GiB");
	if (call->ins > CHECK_BUFFERS_MAX || call->outs > CHECK_BUFFERS_MAX)
		report_error(scope->report, method->span,
			     "this needs %u input and %u output buffers: a call has %u of each",
			     call->ins, call->outs, CHECK_BUFFERS_MAX);
	if (call->in_handles > CHECK_HANDLES_MAX || call->out_handles > CHECK_HANDLES_MAX)
		report_error(scope->report, method->span,
			     "this needs %u input and %u output handles: a call has %u of each",
			     call->in_handles, call->out_handles, CHECK_HANDLES_MAX);
}

/**
 * check_method() - check a method
 * @scope: all names
 * @method: it
 */
void check_method(struct scope *scope, struct decl *method)
{
	check_result(scope, method);
	check_parameters(scope, method);
	check_call(scope, method);
}
