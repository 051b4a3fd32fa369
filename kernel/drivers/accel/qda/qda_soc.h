/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_SOC_H_
#define _QDA_SOC_H_

#include <linux/mod_devicetable.h>
#include <linux/types.h>

/** struct qda_soc - what differs between SoC generations */
struct qda_soc {
	/** @sid_shift: bit position of the stream id in a device address */
	unsigned int sid_shift;
	/** @dma_bits: width of the address below the stream id */
	unsigned int dma_bits;
	/** @poll: DSPs write the poll word of a call */
	bool poll;
};

extern const struct of_device_id qda_soc_of_match[];

bool qda_soc_polls(const struct qda_soc *soc);

#endif /* _QDA_SOC_H_ */
