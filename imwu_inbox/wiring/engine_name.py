"""The name under which the durable engine keeps the runs of this house, for whoever queues or works them."""

ENGINE_NAME = "imwu-inbox"
