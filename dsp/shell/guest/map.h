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
	/** @asked: the guest has mapped it as map_ask() asked */
	uint32_t asked;
	/** @leaving: the guest is about to unmap it; it is not found any more */
	uint32_t leaving;
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
struct map *map_find_locked(int32_t fd, uint32_t va);
void map_stay(uint32_t va);

int32_t map_ask(int32_t fd, uint32_t size, struct map *copy);
int32_t map_give_back(int32_t fd, uint32_t va);

#endif
