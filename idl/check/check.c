// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: checker
 *
 * Finds out what names stand for and whether the declarations make sense. They
 * are looked at in their order: a name is declared before it is used.
 */
#include <string.h>

#include "check/check.h"
#include "check/constant.h"
#include "check/packing.h"
#include "check/type.h"

static void check_name(struct scope *scope, const struct decl *from, struct type *type)
{
	const struct symbol *symbol = scope_find(scope, from, &type->name);

	if (!symbol)
		return;
	switch (symbol->enumerator ? DECL_CONST : symbol->decl->kind) {
	case DECL_TYPEDEF:
	case DECL_STRUCT:
	case DECL_UNION:
	case DECL_ENUM:
		type->decl = symbol->decl;
		break;
	case DECL_INTERFACE:
		report_error(scope->report, type->span, "'%s' is an interface: objects and "
			     "handles cannot be passed", type->name.text);
		break;
	default:
		report_error(scope->report, type->span, "'%s' is no type", type->name.text);
		report_note(scope->report, symbol->enumerator ? symbol->enumerator->span :
			    symbol->decl->span, "it is declared here");
		break;
	}
}

static void check_array(struct scope *scope, const struct decl *from, struct type *type)
{
	/* One element type for "long a[2], b[3]": it may be checked again. */
	check_type(scope, from, type->element);
	type->count = constant_count(scope, from, type->count_expr);
	if (!type_is_flat(type->element)) {
		report_error(scope->report, type->element->span,
			     "an array has plain values: use sequence<> for these");
		type->element->decl = NULL;
		type->element->kind = TYPE_NAME;
	}
	if (packing_of(type, PACKING_IN).size > PACKING_SIZE_MAX)
		report_error(scope->report, type->span, "this array is larger than 2 GiB");
}

/**
 * check_type() - find out what a type is
 * @scope: all names
 * @from: the module or interface around it
 * @type: the type
 */
void check_type(struct scope *scope, const struct decl *from, struct type *type)
{
	switch (type->kind) {
	case TYPE_NAME:
		if (!type->decl && type->name.text)
			check_name(scope, from, type);
		break;
	case TYPE_ARRAY:
		check_array(scope, from, type);
		break;
	case TYPE_SEQUENCE:
		check_type(scope, from, type->element);
		if (type->element->kind == TYPE_SEQUENCE)
			report_error(scope->report, type->element->span,
				     "give the inner sequence a name by a typedef");
		/* fall through */
	case TYPE_STRING:
	case TYPE_WSTRING:
		if (type->count_expr)
			constant_count(scope, from, type->count_expr);
		break;
	default:
		break;
	}
}

/* Names of members, with those that C gets for their lengths. */
static void check_members(struct scope *scope, const struct decl *decl)
{
	struct table names = { .arena = scope->arena };

	for (struct field *field = decl->fields; field; field = field->next) {
		const char *length = arena_printf(scope->arena, "%sLen", field->name);

		check_type(scope, decl->scope, field->type);
		scope_check_member(scope, field);
		if (table_add(&names, field->name, field) ||
		    (type_is_list(field->type) && table_add(&names, length, field)))
			report_error(scope->report, field->span,
				     "'%s' is a member already, or the length of one",
				     field->name);
	}
}

static void check_struct(struct scope *scope, struct decl *decl)
{
	check_members(scope, decl);
	packing_struct(decl);
	if (decl->packing[PACKING_IN].size > PACKING_SIZE_MAX ||
	    decl->packing[PACKING_OUT].size > PACKING_SIZE_MAX)
		report_error(scope->report, decl->span, "this struct is larger than 2 GiB");
}

static void check_union(struct scope *scope, struct decl *decl)
{
	check_type(scope, decl->scope, decl->type);
	if (!type_is_scalar(decl->type) || (type_plain(decl->type)->kind == TYPE_PRIMITIVE &&
	    type_plain(decl->type)->primitive->kind == PRIMITIVE_REAL))
		report_error(scope->report, decl->type->span,
			     "what selects the member of a union is a whole number");
	check_members(scope, decl);
	for (struct field *field = decl->fields; field; field = field->next) {
		for (const struct label *label = field->labels; label; label = label->next)
			if (label->value)
				constant_of(scope, decl->scope, label->value, decl->type);
		if (type_is_flat(field->type))
			continue;
		report_error(scope->report, field->type->span, "a union has plain values only");
		field->type->decl = NULL;
		field->type->kind = TYPE_NAME;
	}
	packing_union(decl);
	if (decl->packing[PACKING_IN].size > PACKING_SIZE_MAX)
		report_error(scope->report, decl->span, "this union is larger than 2 GiB");
}

static void check_const(struct scope *scope, struct decl *decl)
{
	const struct type *plain;

	check_type(scope, decl->scope, decl->type);
	plain = type_plain(decl->type);
	if (type_is_scalar(plain) || plain->kind == TYPE_STRING || plain->kind == TYPE_WSTRING)
		decl->constant = constant_of(scope, decl->scope, decl->value, decl->type);
	else
		report_error(scope->report, decl->type->span,
			     "a constant is a number, a character, a text or a value of an enum");
}

static void check_parent(struct scope *scope, struct decl *decl)
{
	const struct symbol *symbol;
	const struct decl *base;

	if (!decl->parent.text)
		return;
	symbol = scope_find(scope, decl->scope, &decl->parent);
	if (!symbol) {
		if (!strcmp(decl->parent.text, "remote_handle64"))
			report_note(scope->report, decl->parent.span,
				    "#include \"remote.idl\" declares it");
		return;
	}
	if (symbol->decl->kind != DECL_INTERFACE || symbol->enumerator)
		report_error(scope->report, decl->parent.span, "'%s' is no interface",
			     decl->parent.text);
	else if (symbol->decl->forward)
		report_error(scope->report, decl->parent.span,
			     "'%s' is announced here, but not defined yet", decl->parent.text);
	else
		decl->base = symbol->decl;
	for (base = decl->base; base; base = base->base)
		if (!strcmp(base->path, CHECK_HANDLE))
			decl->handle = true;
}

/* A method that an ancestor has already cannot be declared again. */
static void check_inherited(struct scope *scope, const struct decl *interface,
			    const struct decl *method)
{
	const struct decl *base, *other;

	for (base = interface->base; base; base = base->base) {
		for (other = base->children; other; other = other->next) {
			if (other->kind != DECL_METHOD || strcmp(other->name, method->name))
				continue;
			report_error(scope->report, method->span, "'%s' is inherited from '%s'",
				     method->name, base->name);
			report_note(scope->report, other->span, "it is declared here");
			return;
		}
	}
}

static void check_declarations(struct scope *scope, struct decl *decl);

static void check_interface(struct scope *scope, struct decl *decl)
{
	check_parent(scope, decl);
	if (decl->forward)
		return;
	/* Its methods are made by hand: they open and close what all others need. */
	if (!strcmp(decl->path, CHECK_HANDLE)) {
		for (struct decl *child = decl->children; child; child = child->next)
			scope_declare(scope, child);
		return;
	}
	check_declarations(scope, decl->children);
	for (const struct decl *child = decl->children; child; child = child->next)
		if (child->kind == DECL_METHOD)
			check_inherited(scope, decl, child);
}

/* An interface that was only announced becomes known when it is defined. */
static bool check_is_announced(struct scope *scope, struct decl *decl)
{
	char *path = arena_printf(scope->arena, "%s::%s", decl->scope ? decl->scope->path : "",
				  decl->name);
	struct symbol *symbol = table_get(&scope->paths, path);

	if (decl->kind != DECL_INTERFACE || !symbol || symbol->decl->kind != DECL_INTERFACE ||
	    (!symbol->decl->forward && !decl->forward))
		return false;
	decl->path = path;
	decl->c_name = symbol->decl->c_name;
	if (!decl->forward)
		symbol->decl = decl;
	return true;
}

static void check_declaration(struct scope *scope, struct decl *decl)
{
	switch (decl->kind) {
	case DECL_TYPEDEF:
		check_type(scope, decl->scope, decl->type);
		break;
	case DECL_STRUCT:
		check_struct(scope, decl);
		break;
	case DECL_UNION:
		check_union(scope, decl);
		break;
	case DECL_CONST:
		check_const(scope, decl);
		break;
	case DECL_METHOD:
		check_method(scope, decl);
		break;
	default:
		break;
	}
}

static void check_declarations(struct scope *scope, struct decl *decl)
{
	for (; decl; decl = decl->next) {
		/* Names inside of a module or interface need its own first. */
		if (decl->kind == DECL_MODULE || decl->kind == DECL_INTERFACE) {
			if (!check_is_announced(scope, decl))
				scope_declare(scope, decl);
			if (decl->kind == DECL_MODULE)
				check_declarations(scope, decl->children);
			else
				check_interface(scope, decl);
			continue;
		}
		/* Others are not known inside of themselves. */
		check_declaration(scope, decl);
		scope_declare(scope, decl);
		if (decl->kind == DECL_ENUM)
			scope_declare_enumerators(scope, decl);
	}
}

/**
 * check_file() - check all declarations of a file
 * @scope: for all names
 * @decls: the first declaration
 */
void check_file(struct scope *scope, struct decl *decls)
{
	check_declarations(scope, decls);
}

/**
 * check_methods() - the methods of an interface, inherited ones first
 * @arena: for the list
 * @interface: which one; open() and close() of a handle are not in the list
 * @count: for the number of methods
 */
const struct decl **check_methods(struct arena *arena, const struct decl *interface,
				  unsigned int *count)
{
	const struct decl *at, *child;
	const struct decl **methods;
	unsigned int left = 0;

	for (at = interface; at && strcmp(at->path, CHECK_HANDLE); at = at->base)
		for (child = at->children; child; child = child->next)
			left += child->kind == DECL_METHOD;
	*count = left;
	methods = arena_alloc(arena, (left + 1) * sizeof(*methods));
	for (at = interface; at && strcmp(at->path, CHECK_HANDLE); at = at->base) {
		unsigned int own = 0;

		for (child = at->children; child; child = child->next)
			own += child->kind == DECL_METHOD;
		left -= own;
		own = left;
		for (child = at->children; child; child = child->next)
			if (child->kind == DECL_METHOD)
				methods[own++] = child;
	}
	return methods;
}
