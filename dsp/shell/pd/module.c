// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Modules: what a client opens by URI. Each is a handle of a library; several
 * can be open of one library.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/library.h"
#include "os/error.h"
#include "os/thread.h"
#include "pd/call.h"
#include "pd/module.h"
#include "pd/pd.h"

#define MODULE_NAME_MAX		128u

typedef int32_t module_handle_entry(uint64_t handle, uint32_t sc, union call_arg *args);
typedef int32_t module_plain_entry(uint32_t sc, union call_arg *args);

struct module {
	struct module *next;
	uint32_t id;
	uint32_t users;		/* calls under way, and 1 while it is open */
	const char *name;	/* of the file */
	struct library *library;	/* NULL: it is part of the DSP */
	module_handle_entry *entry;
	/* Old libraries have no handles; they are not told of open and close. */
	module_plain_entry *plain;
	uint64_t handle;
};

/* What is part of the DSP; no file of the client is looked for. */
static const struct module_builtin {
	const char *file;
	const char *symbol;
	module_handle_entry *entry;
} module_builtins[] = {
	{"libdspqueue_rpc_skel.so", "dspqueue_rpc_skel_handle_invoke", queue_rpc_invoke},
};

/* Protected by the kernel lock. */
static struct module *module_list;
static uint32_t module_last_id = 0x100;

/*
 * file:///libX_skel.so?X_skel_handle_invoke&_modver=1.0 or, in old programs, X alone.
 * Return: 0, or -1 if it is neither.
 */
static int module_parse(const char *uri, char *file, char *symbol)
{
	static const char scheme[] = "file:///";
	const char *mark;
	size_t len;

	if (strncmp(uri, scheme, sizeof(scheme) - 1)) {
		len = strnlen(uri, MODULE_NAME_MAX);
		if (!len || len > MODULE_NAME_MAX - sizeof("_skel_handle_invoke") ||
		    strchr(uri, '/') || strchr(uri, ':'))
			return -1;
		snprintf(file, MODULE_NAME_MAX, "lib%s_skel.so", uri);
		snprintf(symbol, MODULE_NAME_MAX, "%s_skel_handle_invoke", uri);
		return 0;
	}
	uri += sizeof(scheme) - 1;
	mark = strchr(uri, '?');
	if (!mark || mark == uri || mark - uri >= (long)MODULE_NAME_MAX)
		return -1;
	memcpy(file, uri, mark - uri);
	file[mark - uri] = '\0';
	mark++;
	len = strlen(mark);
	if (strchr(mark, '&'))
		len = strchr(mark, '&') - mark;
	if (!len || len >= MODULE_NAME_MAX)
		return -1;
	memcpy(symbol, mark, len);
	symbol[len] = '\0';
	return 0;
}

static void module_find_entry(struct module *module, const char *symbol)
{
	static const char handle_invoke[] = "_handle_invoke";
	size_t len = strlen(symbol);
	char plain[MODULE_NAME_MAX];

	module->entry = library_symbol(module->library, symbol);
	if (module->entry || len < sizeof(handle_invoke) ||
	    strcmp(symbol + len - (sizeof(handle_invoke) - 1), handle_invoke))
		return;
	len -= sizeof(handle_invoke) - 1;
	snprintf(plain, sizeof(plain), "%.*s_invoke", (int)len, symbol);
	module->plain = library_symbol(module->library, plain);
}

static int32_t module_call(struct module *module, struct call *call, union call_arg *args)
{
	struct thread *self = thread_current();
	int32_t result;

	call->library = module->name;
	self->call = call;
	if (module->entry)
		result = module->entry(module->handle, call->sc, args);
	else
		result = module->plain(call->sc, args);
	self->call = NULL;
	return result;
}

/* Method 0: the length of the URI, the URI; gives the handle. */
static int32_t module_call_open(struct module *module, const char *uri)
{
	struct call call = {.sc = 0x00020001, .arg_count = 3};
	uint32_t uri_len = strlen(uri) + 1;
	union call_arg args[3] = {
		{.buffer = {(uintptr_t)&uri_len, sizeof(uri_len)}},
		{.buffer = {(uintptr_t)uri, uri_len}},
		{.handle = 0},
	};
	int32_t result;

	if (module->plain)
		return 0;
	result = module_call(module, &call, args);
	module->handle = args[2].handle;
	return result;
}

/* Method 1: the handle in the slot; the parameter of the entry does not count. */
static int32_t module_call_close(struct module *module)
{
	struct call call = {.sc = 0x01000010, .arg_count = 1};
	union call_arg args[1] = {{.handle = module->handle}};

	return module->plain ? 0 : module_call(module, &call, args);
}

static void module_free(struct module *module)
{
	if (module->library)
		library_put(module->library);
	free(module);
}

static void module_insert(struct module *module)
{
	kernel_lock();
	module->users = 1;
	module->id = ++module_last_id;
	module->next = module_list;
	module_list = module;
	kernel_unlock();
}

/* Count one user less; the last one unloads the library. */
static void module_put(struct module *module)
{
	struct module **at = &module_list;

	kernel_lock();
	if (--module->users) {
		kernel_unlock();
		return;
	}
	while (*at != module)
		at = &(*at)->next;
	*at = module->next;
	kernel_unlock();
	module_free(module);
}

static struct module *module_get(uint32_t id)
{
	struct module *module;

	kernel_lock();
	module = module_list;
	while (module && module->id != id)
		module = module->next;
	if (module)
		module->users++;
	kernel_unlock();
	return module;
}

static const struct module_builtin *module_find_builtin(const char *file)
{
	for (size_t i = 0; i < sizeof(module_builtins) / sizeof(module_builtins[0]); i++)
		if (!strcmp(module_builtins[i].file, file))
			return &module_builtins[i];
	return NULL;
}

/* Find the code of a module, in the DSP or in a library of the client. */
static int32_t module_load(struct module *module, const char *file, const char *symbol, char *text,
			   size_t text_size)
{
	const struct module_builtin *builtin = module_find_builtin(file);
	int32_t result;

	if (builtin) {
		module->name = builtin->file;
		module->entry = strcmp(builtin->symbol, symbol) ? NULL : builtin->entry;
	} else {
		result = library_get(file, &module->library, text, text_size);
		if (result)
			return result;
		module->name = library_name(module->library);
		module_find_entry(module, symbol);
	}
	if (module->entry || module->plain)
		return 0;
	snprintf(text, text_size, "%s has no function %s", file, symbol);
	return ERROR_NO_SUCH_SYMBOL;
}

/**
 * module_open() - load the library of a URI and open it
 * @uri: as the client gave it
 * @id: gets the name of the module
 * @text: gets why it failed
 * @text_size: bytes of @text
 *
 * Return: 0, or a DSP error: that of the library's open method, or
 * ERROR_NO_SUCH_MODULE if there is no such file to be had, or what is wrong
 * with the file.
 */
int32_t module_open(const char *uri, uint32_t *id, char *text, size_t text_size)
{
	char file[MODULE_NAME_MAX], symbol[MODULE_NAME_MAX];
	struct module *module;
	int32_t result;

	text[0] = '\0';
	if (module_parse(uri, file, symbol)) {
		snprintf(text, text_size,
			 "'%.200s' is no module: want file:///libX_skel.so?X_skel_handle_invoke",
			 uri);
		return ERROR_BAD_PARAMETER;
	}
	module = calloc(1, sizeof(*module));
	if (!module) {
		snprintf(text, text_size, "no memory left in the PD");
		return ERROR_NO_MEMORY;
	}
	result = module_load(module, file, symbol, text, text_size);
	if (!result) {
		result = module_call_open(module, uri);
		if (result)
			snprintf(text, text_size, "the open method of %s returned 0x%08lx", file,
				 (unsigned long)(uint32_t)result);
	}
	if (result) {
		module_free(module);
		return result;
	}
	module_insert(module);
	*id = module->id;
	return 0;
}

/**
 * module_close() - call a module's close method and forget it
 * @id: its name
 *
 * Calls that are still under way keep the library.
 *
 * Return: what the close method says, or ERROR_INVALID_HANDLE.
 */
int32_t module_close(uint32_t id)
{
	struct module *module = module_get(id);
	int32_t result;

	if (!module)
		return ERROR_INVALID_HANDLE;
	kernel_lock();
	module->id = 0;
	kernel_unlock();
	result = module_call_close(module);
	module_put(module);
	module_put(module);
	return result;
}

/**
 * module_invoke() - call a method of a module
 * @id: the module's name
 * @call: sc and arguments, for the fault record
 * @args: the arguments
 *
 * Return: what the method says, or ERROR_INVALID_HANDLE.
 */
int32_t module_invoke(uint32_t id, struct call *call, union call_arg *args)
{
	struct module *module = module_get(id);
	int32_t result;

	if (!module)
		return ERROR_INVALID_HANDLE;
	result = module_call(module, call, args);
	module_put(module);
	return result;
}
