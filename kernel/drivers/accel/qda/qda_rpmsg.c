// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/dma-mapping.h>
#include <linux/of.h>
#include <linux/remoteproc.h>
#include <linux/rpmsg.h>

#include "qda_device.h"
#include "qda_message.h"
#include "qda_rpmsg.h"

/**
 * DOC: Transport
 *
 * One RPMsg channel, over GLINK or SMD, carries the messages of one DSP. It
 * exists while the DSP runs. Nothing outside this file knows of RPMsg.
 */

/**
 * qda_rpmsg_send() - send a message to the DSP
 * @qdev: DSP; the caller has entered a session of it
 * @msg: message
 *
 * May sleep for seconds if the DSP does not take messages.
 *
 * Return: 0 or an error of the transport.
 */
int qda_rpmsg_send(struct qda_device *qdev, const struct qda_wire_msg *msg)
{
	/* The payload must be in memory before the DSP hears of it. */
	dma_wmb();

	return rpmsg_send(qdev->rpdev->ept, msg, sizeof(*msg));
}

static struct rproc *qda_rpmsg_rproc(struct qda_device *qdev)
{
	return IS_ENABLED(CONFIG_REMOTEPROC) ? rproc_get_by_child(qdev->drm.dev) : NULL;
}

/**
 * qda_rpmsg_crashed() - whether the channel goes because the DSP has crashed
 * @qdev: DSP, being unplugged
 *
 * remoteproc takes the channel away before it stops or restarts the DSP, and
 * says before that why.
 *
 * Return: whether it has; false if Linux has not started it, and cannot know.
 */
bool qda_rpmsg_crashed(struct qda_device *qdev)
{
	struct rproc *rproc = qda_rpmsg_rproc(qdev);

	return rproc && READ_ONCE(rproc->state) == RPROC_CRASHED;
}

/**
 * qda_rpmsg_processor() - the device of the processor behind the channel
 * @qdev: DSP, not yet unplugged
 *
 * Return: the device, which is there also while the DSP is not; or that of
 * the channel itself.
 */
struct device *qda_rpmsg_processor(struct qda_device *qdev)
{
	struct rproc *rproc = qda_rpmsg_rproc(qdev);

	return rproc ? rproc->dev.parent : qdev->drm.dev;
}

/* Runs in interrupt context. */
static int qda_rpmsg_callback(struct rpmsg_device *rpdev, void *data, int len,
			      void *priv, u32 src)
{
	struct qda_device *qdev = dev_get_drvdata(&rpdev->dev);

	/* The channel is open before its device is made; nothing can be expected then. */
	if (qdev)
		qda_message_receive(qdev, data, len);

	return 0;
}

static int qda_rpmsg_probe(struct rpmsg_device *rpdev)
{
	struct qda_device *qdev;
	int ret;

	qdev = qda_device_create(&rpdev->dev, of_device_get_match_data(&rpdev->dev));
	if (IS_ERR(qdev))
		return PTR_ERR(qdev);

	/* For qda_gem_flush(). Only devices of other buses get this from their bus. */
	ret = dma_coerce_mask_and_coherent(&rpdev->dev, DMA_BIT_MASK(64));
	if (ret)
		return ret;

	qdev->rpdev = rpdev;
	dev_set_drvdata(&rpdev->dev, qdev);

	return qda_device_register(qdev);
}

static void qda_rpmsg_remove(struct rpmsg_device *rpdev)
{
	qda_device_unplug(dev_get_drvdata(&rpdev->dev));
}

static struct rpmsg_driver qda_rpmsg_driver = {
	.probe = qda_rpmsg_probe,
	.remove = qda_rpmsg_remove,
	.callback = qda_rpmsg_callback,
	.drv = {
		.name = "qda",
		.of_match_table = qda_soc_of_match,
	},
};

/**
 * qda_rpmsg_driver_register() - register the driver of DSP channels
 *
 * Return: 0 or an error.
 */
int qda_rpmsg_driver_register(void)
{
	return register_rpmsg_driver(&qda_rpmsg_driver);
}

/**
 * qda_rpmsg_driver_unregister() - undo qda_rpmsg_driver_register()
 */
void qda_rpmsg_driver_unregister(void)
{
	unregister_rpmsg_driver(&qda_rpmsg_driver);
}
