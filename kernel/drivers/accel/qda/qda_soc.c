// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/module.h>
#include <linux/of.h>

#include "qda_soc.h"

/**
 * DOC: SoCs
 *
 * The device tree says all but this: where the stream id lies in a device
 * address, how wide the rest of it is on all DSPs of the SoC, and whether the
 * firmware of the DSPs knows the poll word. The compatible of the channel's node tells, except
 * that some machines with the first compatible have newer firmware.
 */

static const struct qda_soc qda_soc_sid32 = {
	.sid_shift = 32,
	.dma_bits = 32,
};

static const struct qda_soc qda_soc_sid56 = {
	.sid_shift = 56,
	.dma_bits = 32,
	.poll = true,
};

/* Compatibles of a channel's node. */
const struct of_device_id qda_soc_of_match[] = {
	{ .compatible = "qcom,fastrpc", .data = &qda_soc_sid32 },
	{ .compatible = "qcom,kaanapali-fastrpc", .data = &qda_soc_sid56 },
	{ }
};
MODULE_DEVICE_TABLE(of, qda_soc_of_match);

/*
 * Machines of qda_soc_sid32 whose DSPs know the poll word, as drivers/misc/
 * fastrpc.c has them. Nothing is added: a new SoC has its own compatible.
 */
static const struct of_device_id qda_soc_poll_machines[] = {
	{ .compatible = "qcom,milos" },
	{ .compatible = "qcom,qcs8300" },
	{ .compatible = "qcom,sa8775p" },
	{ .compatible = "qcom,sar2130p" },
	{ .compatible = "qcom,sm8450" },
	{ .compatible = "qcom,sm8550" },
	{ .compatible = "qcom,sm8650" },
	{ .compatible = "qcom,sm8750" },
	{ .compatible = "qcom,x1e80100" },
	{ .compatible = "qcom,x1p42100" },
	{ }
};

/**
 * qda_soc_polls() - whether the DSPs write the poll word of a call
 * @soc: properties of the SoC
 *
 * Return: whether they do, if the PD has been told to.
 */
bool qda_soc_polls(const struct qda_soc *soc)
{
	return soc->poll || of_machine_get_match(qda_soc_poll_machines);
}
