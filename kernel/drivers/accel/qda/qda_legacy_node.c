// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/module.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "qda_device.h"
#include "qda_face.h"
#include "qda_legacy.h"

/**
 * DOC: The legacy face
 *
 * Programs made for drivers/misc/fastrpc.c find its nodes, /dev/fastrpc-<dsp> and
 * /dev/fastrpc-<dsp>-secure, with the interface of <misc/fastrpc.h>, on the
 * sessions of this driver. An open file is a session.
 *
 * That interface leaves privileges to who may open which node: the secure one
 * takes signed PDs, the other one, of a DSP that has unsigned PDs, no others.
 */

/* Nodes of all DSPs; the lock of the faces is held when it is used. */
static LIST_HEAD(qda_legacy_nodes);

static bool qda_legacy_node_exists(const char *name)
{
	const struct qda_legacy_node *node;

	list_for_each_entry(node, &qda_legacy_nodes, link)
		if (!strcmp(node->misc.name, name))
			return true;

	return false;
}

static int qda_legacy_node_create(struct qda_device *qdev, bool secure, bool trusted)
{
	struct qda_legacy_node *node;
	int ret = -ENOMEM;

	node = kzalloc_obj(*node);
	if (!node)
		return -ENOMEM;

	node->qdev = qdev;
	node->trusted = trusted;
	node->misc.minor = MISC_DYNAMIC_MINOR;
	node->misc.fops = &qda_legacy_fops;
	node->misc.name = kasprintf(GFP_KERNEL, "fastrpc-%s%s", qdev->domain,
				    secure ? "-secure" : "");
	if (!node->misc.name)
		goto err_free;

	ret = qda_legacy_node_exists(node->misc.name) ? -EEXIST : misc_register(&node->misc);
	if (ret)
		goto err_free;

	list_add_tail(&node->link, &qda_legacy_nodes);

	return 0;

err_free:
	kfree(node->misc.name);
	kfree(node);
	return ret;
}

static void qda_legacy_node_remove_all(struct qda_device *qdev)
{
	struct qda_legacy_node *node, *next;

	list_for_each_entry_safe(node, next, &qda_legacy_nodes, link) {
		if (node->qdev != qdev)
			continue;

		list_del(&node->link);
		misc_deregister(&node->misc);
		kfree(node->misc.name);
		kfree(node);
	}
}

/* A DSP with unsigned PDs has two nodes, another DSP the one that the board says. */
static void qda_legacy_node_add_all(struct qda_device *qdev)
{
	bool secure = !of_property_read_bool(qdev->drm.dev->of_node, "qcom,non-secure-domain");
	int ret = 0;

	if (secure || qdev->unsigned_pd)
		ret = qda_legacy_node_create(qdev, true, true);
	if (!ret && (!secure || qdev->unsigned_pd))
		ret = qda_legacy_node_create(qdev, false, !secure);
	if (ret)
		dev_err(qdev->drm.dev, "programs will not find /dev/fastrpc-%s: %pe\n",
			qdev->domain, ERR_PTR(ret));
}

static const struct qda_face qda_legacy_face = {
	.add = qda_legacy_node_add_all,
	.remove = qda_legacy_node_remove_all,
};

static int __init qda_legacy_init(void)
{
	return qda_face_register(&qda_legacy_face);
}
module_init(qda_legacy_init);

static void __exit qda_legacy_exit(void)
{
	qda_face_unregister(&qda_legacy_face);
}
module_exit(qda_legacy_exit);

MODULE_DESCRIPTION("Qualcomm DSP accelerator: the nodes and interface of fastrpc");
MODULE_AUTHOR("The qda authors");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS("DMA_BUF");
MODULE_IMPORT_NS("QDA");
