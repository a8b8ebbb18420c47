"""The register of assets."""
