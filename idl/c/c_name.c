// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: names in C
 *
 * How types, parameters and values are spelled in generated files.
 */
#include <ctype.h>
#include <string.h>

#include "c/c.h"
#include "check/type.h"

/* A longer list of parameters goes on in the next line. */
#define C_COLUMNS	90

/**
 * c_type() - how a type is called
 * @file: in which file
 * @type: no array or sequence without a name
 */
const char *c_type(const struct c_file *file, const struct type *type)
{
	switch (type->kind) {
	case TYPE_PRIMITIVE:
		return file->standard_types ? type->primitive->c_standard :
		       type->primitive->c_aee;
	case TYPE_STRING:
		return "_cstring1_t";
	case TYPE_WSTRING:
		return "_wstring1_t";
	case TYPE_DMAHANDLE:
		return "_dmahandle1_t";
	default:
		return type->decl ? type->decl->c_name : "int";
	}
}

/* The type of a list's elements. */
static const char *c_element(const struct c_file *file, const struct type *plain)
{
	if (plain->kind == TYPE_STRING)
		return "char";
	if (plain->kind == TYPE_WSTRING)
		return "_wchar_t";
	return c_type(file, plain->element);
}

/**
 * c_upper() - a name as a part of a macro's
 */
const char *c_upper(struct arena *arena, const char *name)
{
	char *upper = arena_copy(arena, name, strlen(name));

	for (char *c = upper; *c; c++)
		*c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
	return upper;
}

/**
 * c_result() - the type that a method returns
 */
const char *c_result(const struct c_file *file, const struct decl *method)
{
	return method->type ? c_type(file, method->type) : "int";
}

static const char *c_parameter(const struct c_file *file, const struct field *field)
{
	const struct type *plain = type_plain(field->type);
	const char *constant = field->direction == DIRECTION_IN ? "const " : "";
	const char *size = file->standard_types ? "uint32_t" : "uint32";
	const char *name = field->c_name;

	if (plain->kind == TYPE_DMAHANDLE)
		return arena_printf(file->arena, "int %s, %s %sOffset, %s %sLen", name, size,
				    name, size, name);
	if ((plain->kind == TYPE_STRING || plain->kind == TYPE_WSTRING) && *constant)
		return arena_printf(file->arena, "const %s *%s", c_element(file, plain), name);
	if (type_is_list(plain))
		return arena_printf(file->arena, "%s%s *%s, int %sLen", constant,
				    c_element(file, plain), name, name);
	if (plain->kind == TYPE_ARRAY)
		return arena_printf(file->arena, "%s%s %s", constant,
				    c_type(file, field->type), name);
	if (type_is_scalar(plain) && *constant)
		return arena_printf(file->arena, "%s %s", c_type(file, field->type), name);
	return arena_printf(file->arena, "%s%s *%s", constant, c_type(file, field->type), name);
}

/**
 * c_parameters() - the parameters of a method's function
 * @file: in which file
 * @interface: the one that is called, which may have inherited the method
 * @method: the method
 */
const char *c_parameters(const struct c_file *file, const struct decl *interface,
			 const struct decl *method)
{
	struct text text = { .arena = file->arena };
	const char *comma = "";
	size_t column = 0;

	if (interface->handle) {
		text_printf(&text, "remote_handle64 _h");
		comma = ", ";
	}
	if (method->async) {
		text_printf(&text, "%sfastrpc_async_descriptor_t *asyncDesc", comma);
		comma = ", ";
	}
	for (const struct field *field = method->fields; field; field = field->next) {
		const char *parameter = c_parameter(file, field);

		if (text.size - column + strlen(parameter) > C_COLUMNS && *comma) {
			comma = ",\n\t\t";
			column = text.size;
		}
		text_printf(&text, "%s%s", comma, parameter);
		comma = ", ";
	}
	return text.size ? text.data : "void";
}

/* A place by its parts: "p->" and "v" are p->v and p->vLen. */
static struct c_place c_place_of(const struct c_file *file, const char *object,
				 const struct field *field)
{
	struct arena *arena = file->arena;
	const char *name = object ? field->name : field->c_name;
	const char *value = arena_printf(arena, "%s%s", object ? object : "", name);

	return (struct c_place){
		.address = arena_printf(arena, "&%s", value),
		.value = value,
		.data = value,
		.length = arena_printf(arena, "%sLen", value),
		.fd = value,
		.offset = arena_printf(arena, "%sOffset", value),
		.size = arena_printf(arena, "%sLen", value),
	};
}

/**
 * c_place_parameter() - the place of a parameter in its function
 */
struct c_place c_place_parameter(const struct c_file *file, const struct field *field)
{
	struct c_place place = c_place_of(file, NULL, field);

	/* All but numbers that go in are pointers. */
	if (!type_is_scalar(field->type) || field->direction != DIRECTION_IN) {
		place.address = field->c_name;
		place.value = arena_printf(file->arena, "*%s", field->c_name);
	}
	return place;
}

/**
 * c_place_member() - the place of a member of a struct
 * @file: in which file
 * @object: pointer to the struct
 * @field: the member
 */
struct c_place c_place_member(const struct c_file *file, const char *object,
			      const struct field *field)
{
	struct c_place place = c_place_of(file, arena_printf(file->arena, "%s->", object), field);

	/* A handle is a struct here. */
	place.fd = arena_printf(file->arena, "%s.fd", place.value);
	place.offset = arena_printf(file->arena, "%s.offset", place.value);
	if (type_plain(field->type)->kind == TYPE_DMAHANDLE)
		place.size = arena_printf(file->arena, "%s.len", place.value);
	return place;
}

/**
 * c_place_object() - the place of what a pointer points to: an element of a list
 */
struct c_place c_place_object(const struct c_file *file, const char *pointer)
{
	struct arena *arena = file->arena;

	return (struct c_place){
		.address = pointer,
		.value = arena_printf(arena, "*%s", pointer),
		.data = arena_printf(arena, "%s->data", pointer),
		.length = arena_printf(arena, "%s->dataLen", pointer),
		.fd = arena_printf(arena, "%s->fd", pointer),
		.offset = arena_printf(arena, "%s->offset", pointer),
		.size = arena_printf(arena, "%s->len", pointer),
	};
}

/**
 * c_at() - the address of a place in a buffer
 */
const char *c_at(const struct c_file *file, struct c_record record)
{
	if (!record.at)
		return record.name;
	return arena_printf(file->arena, "%s + %llu", record.name, (unsigned long long)record.at);
}

/**
 * c_uri() - what opens the library of an interface
 */
const char *c_uri(const struct c_file *file, const struct decl *interface)
{
	return arena_printf(file->arena, "file:///lib%s_skel.so?%s_skel_handle_invoke&_modver=1.0%s%s",
			    file->stem, interface->c_name, file->version ? "&_idlver=" : "",
			    file->version ? file->version : "");
}
