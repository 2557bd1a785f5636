# The index of habits: each target is one line that a person could type.

.PHONY: assets

assets: ## Rebuild static/dist from static/source (needs Node; the results are committed)
	cd static/source && npm ci --ignore-scripts && npm run build
