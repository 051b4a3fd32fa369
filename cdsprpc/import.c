// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Imports: a program names memory by the file descriptor of a dma-buf; a DSP
 * knows it as a buffer of its own, which is made when it is first needed.
 */
#include <stddef.h>

#include "bo.h"
#include "device.h"
#include "import.h"
#include "qda.h"

static void imports_drop(struct rpc_imports *imports, int domain)
{
	struct rpc_device *device = imports->device[domain];

	if (!device)
		return;
	qda_bo_close(imports->bo[domain]);
	imports->device[domain] = NULL;
	imports->bo[domain] = NULL;
	rpc_device_put(device);
}

/**
 * rpc_imports_get() - the buffer of a DSP that is the memory of a dma-buf
 * @imports: those that there are; the caller has them locked
 * @device: the DSP
 * @fd: the dma-buf, open
 * @bo: where to put the buffer, for qda_bo_put()
 *
 * Return: 0, or an error of qda_bo_import().
 */
int rpc_imports_get(struct rpc_imports *imports, struct rpc_device *device,
		    int fd, struct qda_bo **bo)
{
	int domain = device->domain;
	int ret;

	/* The DSP may have restarted. */
	if (imports->device[domain] != device)
		imports_drop(imports, domain);
	if (!imports->bo[domain]) {
		ret = qda_bo_import(device->dev, fd, &imports->bo[domain]);
		if (ret) {
			imports->bo[domain] = NULL;
			return ret;
		}
		rpc_device_keep(device);
		imports->device[domain] = device;
	}
	*bo = imports->bo[domain];
	qda_bo_get(*bo);
	return 0;
}

/**
 * rpc_imports_drop() - give up all
 * @imports: the imports
 */
void rpc_imports_drop(struct rpc_imports *imports)
{
	for (int i = 0; i < RPC_DOMAINS; i++)
		imports_drop(imports, i);
}
