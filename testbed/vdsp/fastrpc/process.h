/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PROCESS_H
#define VDSP_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "fastrpc/notice.h"

struct adspmsgd;
struct adspmsgd_push;
struct domain;
struct object;
struct pd_child;
struct process_map;
struct reverse;

#define PROCESS_HANDLES_MAX	64
#define PROCESS_NAME_MAX	128

/**
 * enum process_type - PD type, as bits 3:0 of the call context carry it
 * @PROCESS_ROOT: the root PD (guest OS of the DSP)
 * @PROCESS_USER: a PD of its own, or the audio PD
 * @PROCESS_SENSORS: the sensors PD
 */
enum process_type {
	PROCESS_ROOT = 0,
	PROCESS_USER = 1,
	PROCESS_SENSORS = 2,
};

/**
 * struct process_handle - a module that a PD has open
 */
struct process_handle {
	/** @handle: handle number, 0 if the entry is free */
	uint32_t handle;
	/** @object: its methods; NULL if the child of the PD has them */
	const struct object *object;
	/** @module: the child's name of it */
	uint32_t module;
};

/**
 * struct process - what one client has on the DSP: its own PD, or its part of a static one
 */
struct process {
	/** @next: in the list of the domain */
	struct process *next;
	/** @client_id: the kernel's name for the client, not 0 */
	int32_t client_id;
	/** @type: kind of PD */
	enum process_type type;
	/** @sid: stream id of the bank that the client was created with */
	uint32_t sid;
	/** @attributes: process attributes of the create call */
	uint32_t attributes;
	/** @name: name given by the guest */
	char name[PROCESS_NAME_MAX];
	/** @init_iova: memory given with create: where it starts in the bank of the PD */
	uint64_t init_iova;
	/** @init_size: its bytes; 0 for PDs that are not created */
	uint64_t init_size;
	/** @exited: the PD takes no calls any more; only release is left */
	bool exited;
	/** @ended: the calls that it held are answered, its maps are gone */
	bool ended;
	/** @poll: the PD asked for poll mode */
	bool poll;
	/** @listening: the reverse channel is set up */
	bool listening;
	/** @deaf: it was not set up in time, and is no longer waited for */
	bool deaf;
	/** @listener_deadline: until when a reverse call waits for a listener */
	uint64_t listener_deadline;
	/** @counter: of the selftest module */
	uint32_t counter;
	/** @next_handle: never used twice, so that a stale handle finds nothing */
	uint32_t next_handle;
	/** @handles: modules that are open */
	struct process_handle handles[PROCESS_HANDLES_MAX];
	/** @maps: memory of the guest that the PD knows, by DSP address */
	struct process_map *maps;
	/** @map_count: length of @maps */
	unsigned int map_count;
	/** @reverse: calls that it makes to the guest, oldest first */
	struct reverse *reverse;
	/** @reverse_count: length of @reverse */
	unsigned int reverse_count;
	/** @adspmsgd: the log as its client reads it */
	struct adspmsgd *adspmsgd;
	/** @adspmsgd_push: the log as it is sent to a client that has no memory for it */
	struct adspmsgd_push *adspmsgd_push;
	/** @child: process that executes its code; NULL if it has built-in modules only */
	struct pd_child *child;
};

struct process *process_find(const struct domain *d, int32_t client_id);
int32_t process_create(struct domain *d, int32_t client_id, enum process_type type,
		       uint32_t sid, struct process **result);
void process_die(struct domain *d, struct process *pd, enum notice_status status);
void process_crash(struct domain *d, struct process *pd, enum notice_status status,
		   const char *record);
void process_release(struct domain *d, struct process *pd);
void process_forget_all(struct domain *d);

int32_t process_open(struct process *pd, const struct object *object, uint32_t *handle);
const struct object *process_find_object(const struct process *pd, uint32_t handle);
int32_t process_open_hosted(struct process *pd, uint32_t module, uint32_t *handle);
bool process_find_hosted(const struct process *pd, uint32_t handle, uint32_t *module);
int32_t process_close(struct process *pd, uint32_t handle);

#endif /* VDSP_PROCESS_H */
