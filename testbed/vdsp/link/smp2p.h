/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_SMP2P_H
#define VDSP_SMP2P_H

#include <stdint.h>

#define SMP2P_ITEM_SIZE		340u

/* Bits of "slave-kernel", DSP to APPS, as the board's device tree numbers them. */
#define SMP2P_FATAL		(1u << 0)
#define SMP2P_READY		(1u << 1)
#define SMP2P_HANDOVER		(1u << 2)
#define SMP2P_STOP_ACK		(1u << 3)

/* Bit of "master-kernel", APPS to DSP. */
#define SMP2P_STOP		(1u << 0)

void smp2p_format(uint8_t *item, unsigned int pid);
uint32_t smp2p_get(const uint8_t *item);
void smp2p_set(uint8_t *item, uint32_t bits);
unsigned int smp2p_count(const uint8_t *item);

#endif /* VDSP_SMP2P_H */
