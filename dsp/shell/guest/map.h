/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_MAP_H
#define DSP_SHELL_MAP_H

#include <stdint.h>

#include "contract/mailbox.h"

/**
 * struct map - memory of the guest that code can ask for by its tag
 */
struct map {
	struct map *next;
	uint32_t va;
	uint32_t len;
	int32_t fd;
	/** @users: HAP_mmap() and HAP_mmap_get() less what was given back */
	uint32_t users;
};

int32_t map_arg(const struct mailbox_arg *arg, const struct mailbox_run *runs);
void map_unmap_arg(const struct mailbox_arg *arg, const struct mailbox_run *runs);
int32_t map_persist(const struct mailbox_arg *arg, const struct mailbox_run *runs);
int32_t map_unpersist(const struct mailbox_arg *arg);
void map_register(struct map *map, const struct mailbox_arg *arg);
void map_unregister(struct map *map);
int32_t map_use(int32_t fd, struct map *copy);
int32_t map_use_address(uint32_t va, uint32_t len);
int32_t map_unuse(int32_t fd, uint32_t va);

#endif
