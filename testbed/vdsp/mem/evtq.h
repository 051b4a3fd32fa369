/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_EVTQ_H
#define VDSP_EVTQ_H

#include <stdbool.h>
#include <stdint.h>

struct port;
struct ram;

/* Event numbers of the SMMUv3 architecture (IHI 0070, 7.3). */
enum evtq_type {
	EVTQ_C_BAD_STREAMID = 0x02,
	EVTQ_F_STE_FETCH = 0x03,
	EVTQ_C_BAD_STE = 0x04,
	EVTQ_F_STREAM_DISABLED = 0x06,
	EVTQ_F_CD_FETCH = 0x09,
	EVTQ_C_BAD_CD = 0x0a,
	EVTQ_F_WALK_EABT = 0x0b,
	EVTQ_F_TRANSLATION = 0x10,
	EVTQ_F_ADDR_SIZE = 0x11,
	EVTQ_F_ACCESS = 0x12,
	EVTQ_F_PERMISSION = 0x13,
};

/**
 * struct evtq_event - one refused access
 */
struct evtq_event {
	enum evtq_type type;
	uint32_t stream;
	uint64_t iova;
	/** @write: the DSP wanted to write */
	bool write;
};

int evtq_report(const struct ram *ram, struct port *port, const struct evtq_event *event);

#endif /* VDSP_EVTQ_H */
