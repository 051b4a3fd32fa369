// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/rpmsg.h>
#include <linux/uaccess.h>

#include "ping.h"

/**
 * DOC: The floor of every FastRPC driver
 *
 * A program wants to know what a FastRPC driver costs, and not what the
 * transport costs below it. This driver binds the same channel and does nothing
 * but send one message of the size of a FastRPC call, sleep, and be woken by the
 * answer: 40 bytes there, 16 bytes back, no payload, no device memory. The
 * message names a process that does not exist, so the DSP refuses it at once,
 * and looks at nothing else.
 */

#define QDA_PING_TIMEOUT	(10 * HZ)

/* As on the wire: no process of the DSP has the number -1. */
struct qda_ping_msg {
	__le32 client_id;
	__le32 tid;
	__le64 ctx;
	__le32 handle;
	__le32 sc;
	__le64 addr;
	__le64 size;
};

struct qda_ping {
	struct miscdevice misc;
	struct rpmsg_device *rpdev;
	/* One message at a time. */
	struct mutex lock;
	struct completion answered;
};

static int qda_ping_once(struct qda_ping *ping)
{
	const struct qda_ping_msg msg = { .client_id = cpu_to_le32(-1) };
	long left;
	int ret;

	reinit_completion(&ping->answered);
	ret = rpmsg_send(ping->rpdev->ept, (void *)&msg, sizeof(msg));
	if (ret)
		return ret;

	left = wait_for_completion_killable_timeout(&ping->answered, QDA_PING_TIMEOUT);
	if (left < 0)
		return left;

	return left ? 0 : -ETIMEDOUT;
}

static long qda_ping_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct qda_ping *ping = container_of(file->private_data, struct qda_ping, misc);
	u32 count;
	int ret = 0;

	if (cmd != QDA_PING_IOCTL)
		return -ENOTTY;
	if (get_user(count, (u32 __user *)arg))
		return -EFAULT;

	if (mutex_lock_interruptible(&ping->lock))
		return -ERESTARTSYS;
	while (!ret && count--)
		ret = qda_ping_once(ping);
	mutex_unlock(&ping->lock);

	return ret;
}

static const struct file_operations qda_ping_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = qda_ping_ioctl,
};

/* Runs in interrupt context. */
static int qda_ping_callback(struct rpmsg_device *rpdev, void *data, int len, void *priv, u32 src)
{
	struct qda_ping *ping = dev_get_drvdata(&rpdev->dev);

	if (ping)
		complete(&ping->answered);

	return 0;
}

static int qda_ping_probe(struct rpmsg_device *rpdev)
{
	struct qda_ping *ping = devm_kzalloc(&rpdev->dev, sizeof(*ping), GFP_KERNEL);
	int ret;

	if (!ping)
		return -ENOMEM;

	ret = devm_mutex_init(&rpdev->dev, &ping->lock);
	if (ret)
		return ret;

	init_completion(&ping->answered);
	ping->rpdev = rpdev;
	ping->misc.minor = MISC_DYNAMIC_MINOR;
	ping->misc.name = "qda-ping";
	ping->misc.fops = &qda_ping_fops;
	ping->misc.parent = &rpdev->dev;
	dev_set_drvdata(&rpdev->dev, ping);

	return misc_register(&ping->misc);
}

/* For a bench alone: no program has the node open when the module goes. */
static void qda_ping_remove(struct rpmsg_device *rpdev)
{
	struct qda_ping *ping = dev_get_drvdata(&rpdev->dev);

	misc_deregister(&ping->misc);
}

static const struct of_device_id qda_ping_of_match[] = {
	{ .compatible = "qcom,fastrpc" },
	{ }
};

static struct rpmsg_driver qda_ping_driver = {
	.probe = qda_ping_probe,
	.remove = qda_ping_remove,
	.callback = qda_ping_callback,
	.drv = {
		.name = "qda_ping",
		.of_match_table = qda_ping_of_match,
	},
};
module_rpmsg_driver(qda_ping_driver);

MODULE_AUTHOR("The qda authors");
MODULE_DESCRIPTION("Bare RPMsg round trips to a Hexagon DSP, for the bench");
MODULE_LICENSE("GPL");
