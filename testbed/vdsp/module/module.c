// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: modules
 *
 * What a PD can open besides the libraries of its client (docs/protocol.md, Modules).
 * System modules are part of a DSP's image: their plain names are never those of files.
 * The others stand in for libraries that the client has not got, under the names of those:
 * the URI file:///lib<NAME>_skel.so?<entry point>&..., of which only the file name counts
 * here, or the plain <NAME>. Who means them and no file says builtin:<NAME>, which is the
 * name of no library: an interface has a C name.
 */
#include "module/module.h"

#include <string.h>

#define MODULE_SCHEME	"file:///"
#define MODULE_BUILTIN	"builtin:"
#define MODULE_PREFIX	"lib"
#define MODULE_SUFFIX	"_skel.so"

static const struct object *const module_libraries[] = {
	&native_calculator,
	&native_echo,
	&native_selftest,
	&native_sobel,
};

static const struct object *const module_system[] = {
	&native_listener,
	&native_listener1,
};

static const struct object *module_search(const struct object *const *table, size_t count,
					  const char *name, size_t len)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(table[i]->name) == len && !memcmp(table[i]->name, name, len))
			return table[i];
	return NULL;
}

static const struct object *module_find_library(const char *name, size_t len)
{
	return module_search(module_libraries,
			     sizeof(module_libraries) / sizeof(module_libraries[0]), name, len);
}

static const struct object *module_find_file(const char *file, size_t len)
{
	size_t prefix = strlen(MODULE_PREFIX);
	size_t suffix = strlen(MODULE_SUFFIX);

	if (len <= prefix + suffix || memcmp(file, MODULE_PREFIX, prefix) ||
	    memcmp(file + len - suffix, MODULE_SUFFIX, suffix))
		return NULL;
	return module_find_library(file + prefix, len - prefix - suffix);
}

static const struct object *module_find_system(const char *name)
{
	return module_search(module_system, sizeof(module_system) / sizeof(module_system[0]),
			     name, strlen(name));
}

/**
 * module_may_be_file() - Can a name be that of a library of the client?
 * @name: URI or plain name
 *
 * Return: true if the client has to be asked before module_find() is.
 */
bool module_may_be_file(const char *name)
{
	return strncmp(name, MODULE_BUILTIN, strlen(MODULE_BUILTIN)) && !module_find_system(name);
}

/**
 * module_find() - Look a built-in module up.
 * @name: URI, plain name, or builtin:<NAME>
 *
 * Return: methods of the module, or NULL if there is no such module.
 */
const struct object *module_find(const char *name)
{
	size_t scheme = strlen(MODULE_SCHEME), builtin = strlen(MODULE_BUILTIN);
	const struct object *object = module_find_system(name);

	if (object)
		return object;
	if (!strncmp(name, MODULE_SCHEME, scheme))
		return module_find_file(name + scheme, strcspn(name + scheme, "?"));
	if (!strncmp(name, MODULE_BUILTIN, builtin))
		name += builtin;
	return module_find_library(name, strlen(name));
}
