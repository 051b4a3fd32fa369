/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PROCESS_MAP_H
#define VDSP_PROCESS_MAP_H

#include <stdbool.h>
#include <stdint.h>

struct process;

/* Tag of a map that belongs to no file descriptor of the guest (heap). */
#define PROCESS_MAP_HEAP (-1)

/**
 * struct process_map - memory of the guest that a PD knows
 */
struct process_map {
	/** @next: by rising address */
	struct process_map *next;
	/** @va: DSP address */
	uint64_t va;
	/** @iova: where it starts in the bank of the PD */
	uint64_t iova;
	/** @size: bytes */
	uint64_t size;
	/** @fd: the guest's tag, or PROCESS_MAP_HEAP */
	int32_t fd;
	/** @busy: it is being mapped or unmapped in the child of the PD */
	bool busy;
};

int32_t process_map(struct process *pd, int32_t fd, uint64_t iova, uint64_t size,
		    uint64_t *va);
struct process_map *process_find_map(const struct process *pd, uint64_t va);
int32_t process_unmap(struct process *pd, int32_t fd, uint64_t va, uint64_t size);
void process_map_remove_all(struct process *pd);

#endif /* VDSP_PROCESS_MAP_H */
