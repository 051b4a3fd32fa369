// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Values that each thread has of its own, under QuRT's names.
 */

#include "os/export.h"
#include "os/tls.h"
#include "qurt/qurt.h"

int qurt_tls_create_key(int *key, void (*destructor)(void *value))
{
	int got = tls_create_key(destructor);

	if (!got)
		return QURT_ETLSAVAIL;
	*key = got;
	return QURT_EOK;
}
EXPORT(qurt_tls_create_key);

int qurt_tls_set_specific(int key, const void *value)
{
	void **place = tls_value(key);

	if (!place)
		return QURT_EINVALID;
	*place = (void *)value;
	return QURT_EOK;
}
EXPORT(qurt_tls_set_specific);

void *qurt_tls_get_specific(int key)
{
	void **place = tls_value(key);

	return place ? *place : NULL;
}
EXPORT(qurt_tls_get_specific);

int qurt_tls_delete_key(int key)
{
	return tls_delete_key(key) ? QURT_ETLSENTRY : QURT_EOK;
}
EXPORT(qurt_tls_delete_key);
