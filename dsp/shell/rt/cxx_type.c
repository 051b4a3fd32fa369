// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Types of C++ at run time, laid out as in the Itanium ABI: the compiler describes each
 * class by a struct that begins with the address of one of three tables, by which one
 * sees what bases it has; and dynamic_cast, which reads all that.
 */

#include <stdint.h>
#include <string.h>

#include "os/export.h"
#include "os/panic.h"

struct cxx_type {
	const void *kind;
	const char *name;
};

struct cxx_type_single {
	struct cxx_type type;
	const struct cxx_type *base;	/* public, not virtual, at offset 0 */
};

struct cxx_base {
	const struct cxx_type *type;
	int32_t offset_flags;
};

#define CXX_BASE_VIRTUAL	1
#define CXX_BASE_PUBLIC		2
#define CXX_BASE_SHIFT		8

struct cxx_type_many {
	struct cxx_type type;
	uint32_t flags;
	uint32_t count;
	struct cxx_base bases[];
};

static _Noreturn void cxx_type_function(void)
{
	panic(PANIC_ABORT, "C++: a virtual function of std::type_info was called");
}

/* Offset, type, then functions that only an unwinder calls. A struct points to the first. */
#define CXX_KIND	{NULL, NULL, (const void *)cxx_type_function, cxx_type_function,	\
			 cxx_type_function, cxx_type_function, cxx_type_function,		\
			 cxx_type_function, cxx_type_function, cxx_type_function}
#define CXX_KIND_FIRST	2

static const void *const cxx_kind_plain[] = CXX_KIND;
static const void *const cxx_kind_single[] = CXX_KIND;
static const void *const cxx_kind_many[] = CXX_KIND;
static const void *const cxx_kind_other[] = CXX_KIND;

EXPORT_AS(_ZTVN10__cxxabiv117__class_type_infoE, cxx_kind_plain);
EXPORT_AS(_ZTVN10__cxxabiv120__si_class_type_infoE, cxx_kind_single);
EXPORT_AS(_ZTVN10__cxxabiv121__vmi_class_type_infoE, cxx_kind_many);
EXPORT_AS(_ZTVN10__cxxabiv119__pointer_type_infoE, cxx_kind_other);
EXPORT_AS(_ZTVN10__cxxabiv120__function_type_infoE, cxx_kind_other);
EXPORT_AS(_ZTVN10__cxxabiv116__enum_type_infoE, cxx_kind_other);
EXPORT_AS(_ZTVN10__cxxabiv123__fundamental_type_infoE, cxx_kind_other);

/* Each library may have its own struct of a type; a star says that others do not count. */
static int cxx_type_is(const struct cxx_type *left, const struct cxx_type *right)
{
	return left == right || (left->name[0] != '*' && !strcmp(left->name, right->name));
}

static const char *cxx_base_place(const char *object, const struct cxx_base *base)
{
	int32_t offset = base->offset_flags >> CXX_BASE_SHIFT;

	/* Where a virtual base lies, the object's own table says. */
	if (base->offset_flags & CXX_BASE_VIRTUAL)
		memcpy(&offset, *(const char *const *)object + offset, sizeof(offset));
	return object + offset;
}

/*
 * The part of a type in an object of another one, reached through public bases. With
 * @inside, only one in which that part of type @inside_type lies; *ambiguous counts
 * different places.
 */
struct cxx_search {
	const struct cxx_type *wanted, *inside_type;
	const char *inside;
	const char *found;
	int count;
};

static int cxx_contains(const char *object, const struct cxx_type *type,
			const struct cxx_search *search)
{
	const struct cxx_type_many *many = (const struct cxx_type_many *)type;

	if (object == search->inside && cxx_type_is(type, search->inside_type))
		return 1;
	if (type->kind == cxx_kind_single + CXX_KIND_FIRST)
		return cxx_contains(object, ((const struct cxx_type_single *)type)->base, search);
	if (type->kind != cxx_kind_many + CXX_KIND_FIRST)
		return 0;
	for (uint32_t i = 0; i < many->count; i++)
		if (many->bases[i].offset_flags & CXX_BASE_PUBLIC &&
		    cxx_contains(cxx_base_place(object, &many->bases[i]), many->bases[i].type,
				 search))
			return 1;
	return 0;
}

static void cxx_search(const char *object, const struct cxx_type *type,
		       struct cxx_search *search)
{
	const struct cxx_type_many *many = (const struct cxx_type_many *)type;

	if (cxx_type_is(type, search->wanted)) {
		if (search->inside && !cxx_contains(object, type, search))
			return;
		search->count += search->found != object;
		search->found = object;
		return;
	}
	if (type->kind == cxx_kind_single + CXX_KIND_FIRST) {
		cxx_search(object, ((const struct cxx_type_single *)type)->base, search);
		return;
	}
	if (type->kind != cxx_kind_many + CXX_KIND_FIRST)
		return;
	for (uint32_t i = 0; i < many->count; i++)
		if (many->bases[i].offset_flags & CXX_BASE_PUBLIC)
			cxx_search(cxx_base_place(object, &many->bases[i]), many->bases[i].type,
				   search);
}

/*
 * First downwards: the part of the type that contains what is cast. Else across: the
 * only public part of that type in the whole object.
 */
void *__dynamic_cast(const char *object, const struct cxx_type *from, const struct cxx_type *to,
		     int hint)
{
	const int32_t *table = *(const int32_t *const *)object;
	const char *whole = object + table[-2];
	const struct cxx_type *type = (const struct cxx_type *)(uintptr_t)table[-1];
	struct cxx_search search = {.wanted = to, .inside = object, .inside_type = from};

	(void)hint;
	cxx_search(whole, type, &search);
	if (!search.count) {
		search.inside = NULL;
		cxx_search(whole, type, &search);
	}
	return search.count == 1 ? (void *)search.found : NULL;
}
EXPORT(__dynamic_cast);
