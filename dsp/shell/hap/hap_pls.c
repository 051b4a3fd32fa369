// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Process-local storage: objects that live as long as the client, found by a type and a
 * key. Signatures as in Qualcomm's HAP_pls.h. A PD does not end by itself,
 * it is killed: so destructors do not run.
 */

#include <stdlib.h>

#include "os/error.h"
#include "os/export.h"
#include "os/thread.h"

typedef int hap_pls_constructor(void *context, void *data);

static struct hap_pls {
	struct hap_pls *next;
	uintptr_t type, key;
	_Alignas(16) uint8_t data[];
} *hap_pls_list;		/* the last that was added first; protected by the kernel lock */

static struct hap_pls *hap_pls_find_locked(uintptr_t type, uintptr_t key)
{
	struct hap_pls *found = hap_pls_list;

	while (found && (found->type != type || found->key != key))
		found = found->next;
	return found;
}

int HAP_pls_lookup(uintptr_t type, uintptr_t key, void **data)
{
	struct hap_pls *found;

	kernel_lock();
	found = hap_pls_find_locked(type, key);
	kernel_unlock();
	if (!found)
		return ERROR_NO_SUCH;
	*data = found->data;
	return 0;
}
EXPORT(HAP_pls_lookup);
EXPORT_AS(adsp_pls_lookup, &HAP_pls_lookup);

/* @once: what another thread has added in the meantime counts. */
static int hap_pls_insert(struct hap_pls *made, int once, void **data)
{
	struct hap_pls *found;

	kernel_lock();
	found = once ? hap_pls_find_locked(made->type, made->key) : NULL;
	if (!found) {
		made->next = hap_pls_list;
		hap_pls_list = made;
	}
	kernel_unlock();
	if (found)
		free(made);
	*data = found ? found->data : made->data;
	return 0;
}

static int hap_pls_make(uintptr_t type, uintptr_t key, uint32_t size,
			hap_pls_constructor *constructor, void *context, int once, void **data)
{
	struct hap_pls *made = calloc(1, sizeof(*made) + size);
	int result = 0;

	if (!made)
		return ERROR_NO_MEMORY;
	made->type = type;
	made->key = key;
	if (constructor)
		result = constructor(context, made->data);
	if (result) {
		free(made);
		return result;
	}
	return hap_pls_insert(made, once, data);
}

int HAP_pls_add(uintptr_t type, uintptr_t key, uint32_t size, hap_pls_constructor *constructor,
		void *context, void (*destructor)(void *data), void **data)
{
	(void)destructor;
	return hap_pls_make(type, key, size, constructor, context, 0, data);
}
EXPORT(HAP_pls_add);
EXPORT_AS(adsp_pls_add, &HAP_pls_add);

int HAP_pls_add_lookup(uintptr_t type, uintptr_t key, uint32_t size,
		       hap_pls_constructor *constructor, void *context,
		       void (*destructor)(void *data), void **data)
{
	(void)destructor;
	if (!HAP_pls_lookup(type, key, data))
		return 0;
	return hap_pls_make(type, key, size, constructor, context, 1, data);
}
EXPORT(HAP_pls_add_lookup);
EXPORT_AS(adsp_pls_add_lookup, &HAP_pls_add_lookup);
