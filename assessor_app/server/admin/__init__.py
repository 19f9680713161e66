"""The administrator's commands: ``assessor-app admin …``, on the same services as the server."""
