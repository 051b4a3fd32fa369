/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_SERVICE_H
#define VDSP_SERVICE_H

#include <stdint.h>

#include "fastrpc/object.h"

struct domain;
struct fastrpc_server;
struct process;

/* Handles that every PD knows without opening them (docs/protocol.md, Objects). */
enum service_handle {
	SERVICE_REMOTECTL = 0,
	SERVICE_INIT = 1,
	SERVICE_UTILITIES = 2,
	SERVICE_LISTENER = 3,
	SERVICE_CURRENT_PROCESS = 4,
	SERVICE_ADSPMSGD = 5,
	SERVICE_LISTENER1 = 7,
	SERVICE_REMOTECTL1 = 8,
};

extern const struct object service_adspmsgd;
extern const struct object service_current_process;
extern const struct object service_init;
extern const struct object service_listener;
extern const struct object service_listener1;
extern const struct object service_remotectl;
extern const struct object service_remotectl1;
extern const struct object service_utilities;

extern const struct fastrpc_server service_server;

/* The life of the rings that handle 5 makes. */
void adspmsgd_poll(struct domain *d);
void adspmsgd_end(struct process *pd);

#endif /* VDSP_SERVICE_H */
