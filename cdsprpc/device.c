// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * DSPs that are open. All sessions and buffers on a domain share one; after a
 * restart of the DSP the old one stays for what was made from it, and a new one
 * is opened for what comes.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "device.h"
#include "domain.h"
#include "qda.h"

/* Protects both below, and the users of all devices. */
static pthread_mutex_t device_lock = PTHREAD_MUTEX_INITIALIZER;
static struct rpc_device *device_open[RPC_DOMAINS];

static bool device_is_gone(const struct rpc_device *device)
{
	struct qda_device_info info;

	return qda_device_info(device->dev, &info, sizeof(info)) != 0;
}

static int device_get_locked(int domain, struct rpc_device **device)
{
	const char *name = rpc_domain_name(domain);
	struct rpc_device *made = device_open[domain];
	int ret;

	if (made && device_is_gone(made)) {
		device_open[domain] = NULL;
		made = NULL;
	}
	if (!made) {
		if (!name)
			return -ENODEV;
		made = calloc(1, sizeof(*made));
		if (!made)
			return -ENOMEM;
		ret = qda_device_open(name, &made->dev);
		if (ret) {
			free(made);
			return ret;
		}
		made->domain = domain;
		device_open[domain] = made;
	}
	made->users++;
	*device = made;
	return 0;
}

/**
 * rpc_device_get() - use the DSP of a domain
 * @domain: the domain
 * @device: where to put it, for rpc_device_put()
 *
 * Return: 0, or an error of qda_device_open().
 */
int rpc_device_get(int domain, struct rpc_device **device)
{
	int ret;

	pthread_mutex_lock(&device_lock);
	ret = device_get_locked(domain, device);
	pthread_mutex_unlock(&device_lock);
	return ret;
}

/**
 * rpc_device_get_any() - use the DSP of a domain, or else any
 * @domain: the domain
 * @device: where to put it, for rpc_device_put()
 *
 * Return: 0, or the error of the domain's own.
 */
int rpc_device_get_any(int domain, struct rpc_device **device)
{
	int ret = rpc_device_get(domain, device);

	for (int other = 0; ret && other < RPC_DOMAINS; other++) {
		if (other != domain && !rpc_device_get(other, device))
			return 0;
	}
	return ret;
}

/**
 * rpc_device_keep() - one user more
 * @device: the DSP, which has one
 */
void rpc_device_keep(struct rpc_device *device)
{
	pthread_mutex_lock(&device_lock);
	device->users++;
	pthread_mutex_unlock(&device_lock);
}

/**
 * rpc_device_put() - one user less; the last one closes it
 * @device: the DSP
 */
void rpc_device_put(struct rpc_device *device)
{
	bool last;

	pthread_mutex_lock(&device_lock);
	last = !--device->users;
	if (last && device_open[device->domain] == device)
		device_open[device->domain] = NULL;
	pthread_mutex_unlock(&device_lock);
	if (!last)
		return;
	qda_device_close(device->dev);
	free(device);
}
