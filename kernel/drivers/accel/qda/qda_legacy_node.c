// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/module.h>
#include <linux/of.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "qda_device.h"
#include "qda_legacy.h"

/**
 * DOC: The legacy interface
 *
 * Programs made for drivers/misc/fastrpc.c find its nodes, /dev/fastrpc-<dsp> and
 * /dev/fastrpc-<dsp>-secure, with the interface of <misc/fastrpc.h>, on the
 * sessions of this driver. An open file is a session.
 *
 * That interface leaves privileges to who may open which node: the secure one
 * takes signed PDs, the other one, of a DSP that has unsigned PDs, no others.
 */

/** struct qda_legacy_nodes - the device nodes of a DSP */
struct qda_legacy_nodes {
	/** @count: how many there are */
	unsigned int count;
	/** @nodes: the nodes */
	struct qda_legacy_node nodes[2];
};

static int qda_legacy_node_create(struct qda_legacy_nodes *nodes, struct qda_device *qdev,
				  bool secure, bool trusted)
{
	struct qda_legacy_node *node = &nodes->nodes[nodes->count];
	int ret;

	node->qdev = qdev;
	node->trusted = trusted;
	node->misc.minor = MISC_DYNAMIC_MINOR;
	node->misc.fops = &qda_legacy_fops;
	node->misc.name = kasprintf(GFP_KERNEL, "fastrpc-%s%s", qdev->domain,
				    secure ? "-secure" : "");
	if (!node->misc.name)
		return -ENOMEM;

	ret = misc_register(&node->misc);
	if (ret)
		kfree(node->misc.name);
	else
		nodes->count++;

	return ret;
}

static void qda_legacy_node_remove_all(struct auxiliary_device *adev)
{
	struct qda_legacy_nodes *nodes = auxiliary_get_drvdata(adev);

	while (nodes->count) {
		struct qda_legacy_node *node = &nodes->nodes[--nodes->count];

		misc_deregister(&node->misc);
		kfree(node->misc.name);
	}
	kfree(nodes);
}

/*
 * The DSPs for which drivers/misc/fastrpc.c has a node for everybody besides the
 * secure one. That interface knows them by their label, and so has this: it is
 * the names of the nodes, not what can be done with them.
 */
static bool qda_legacy_node_has_two(const struct qda_device *qdev)
{
	return strstarts(qdev->domain, "cdsp") || strstarts(qdev->domain, "gdsp");
}

/* Of other DSPs there is the one that the board says. */
static int qda_legacy_node_add_all(struct auxiliary_device *adev,
				   const struct auxiliary_device_id *id)
{
	struct qda_device *qdev = to_qda_aux_device(adev)->qdev;
	bool two = qda_legacy_node_has_two(qdev);
	bool secure = !of_property_read_bool(qdev->drm.dev->of_node, "qcom,non-secure-domain");
	struct qda_legacy_nodes *nodes;
	int ret = 0;

	nodes = kzalloc_obj(*nodes);
	if (!nodes)
		return -ENOMEM;

	auxiliary_set_drvdata(adev, nodes);
	if (secure || two)
		ret = qda_legacy_node_create(nodes, qdev, true, true);
	if (!ret && (!secure || two))
		ret = qda_legacy_node_create(nodes, qdev, false, !secure);
	if (ret) {
		dev_err(qdev->drm.dev, "programs will not find /dev/fastrpc-%s: %pe\n",
			qdev->domain, ERR_PTR(ret));
		qda_legacy_node_remove_all(adev);
	}

	return ret;
}

static const struct auxiliary_device_id qda_legacy_ids[] = {
	{ .name = "qda." QDA_AUX_LEGACY },
	{ }
};
MODULE_DEVICE_TABLE(auxiliary, qda_legacy_ids);

static struct auxiliary_driver qda_legacy_driver = {
	.name = "legacy",
	.probe = qda_legacy_node_add_all,
	.remove = qda_legacy_node_remove_all,
	.id_table = qda_legacy_ids,
};
module_auxiliary_driver(qda_legacy_driver);

MODULE_DESCRIPTION("Qualcomm DSP accelerator: the nodes and interface of fastrpc");
MODULE_AUTHOR("The qda authors");
MODULE_LICENSE("GPL");
MODULE_IMPORT_NS("DMA_BUF");
MODULE_IMPORT_NS("QDA");
