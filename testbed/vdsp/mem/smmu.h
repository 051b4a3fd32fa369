/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_SMMU_H
#define VDSP_SMMU_H

#include <stdbool.h>
#include <stdint.h>

struct port;
struct ram;
struct smmu;

/**
 * struct smmu_target - what an address stands for
 */
struct smmu_target {
	/** @phys: guest physical address; all of the target is RAM */
	uint64_t phys;
	/** @len: bytes up to the end of the page or block, at least 1 */
	uint64_t len;
	/** @writable: the DSP may write there */
	bool writable;
};

struct smmu *smmu_create(const struct ram *ram, struct port *port);
void smmu_destroy(struct smmu *s);
void smmu_start(struct smmu *s);
void smmu_expect_changes(struct smmu *s);
int smmu_translate(struct smmu *s, uint32_t stream, uint64_t iova, bool write,
		   struct smmu_target *target);
int smmu_probe(struct smmu *s, uint32_t stream, uint64_t iova, struct smmu_target *target);
uint64_t smmu_faults(const struct smmu *s);

#endif /* VDSP_SMMU_H */
