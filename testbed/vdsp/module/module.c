// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: modules
 *
 * What a PD can open. User space names a module by the URI
 * file:///lib<NAME>_skel.so?<entry point>&..., of which only the file name counts here,
 * or by a plain name if it is part of the DSP's system image (docs/protocol.md, Modules).
 * By its plain name a built-in module is opened without a look at the client's files.
 */
#include "module/module.h"

#include <string.h>

#define MODULE_SCHEME	"file:///"
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

static const struct object *module_find_library(const char *file, size_t len)
{
	size_t prefix = strlen(MODULE_PREFIX);
	size_t suffix = strlen(MODULE_SUFFIX);

	if (len <= prefix + suffix || memcmp(file, MODULE_PREFIX, prefix) ||
	    memcmp(file + len - suffix, MODULE_SUFFIX, suffix))
		return NULL;
	return module_search(module_libraries,
			     sizeof(module_libraries) / sizeof(module_libraries[0]),
			     file + prefix, len - prefix - suffix);
}

/**
 * module_is_library() - Is a module named by the URI of a file?
 * @uri: URI or plain name
 *
 * Return: false for what is part of the system image.
 */
bool module_is_library(const char *uri)
{
	return !strncmp(uri, MODULE_SCHEME, strlen(MODULE_SCHEME));
}

/**
 * module_find() - Look a module up.
 * @uri: URI or plain name
 *
 * Return: methods of the module, or NULL if there is no such module.
 */
const struct object *module_find(const char *uri)
{
	size_t scheme = strlen(MODULE_SCHEME);
	const struct object *object;

	if (module_is_library(uri))
		return module_find_library(uri + scheme, strcspn(uri + scheme, "?"));
	object = module_search(module_system, sizeof(module_system) / sizeof(module_system[0]),
			       uri, strlen(uri));
	return object ? object :
	       module_search(module_libraries,
			     sizeof(module_libraries) / sizeof(module_libraries[0]), uri,
			     strlen(uri));
}
